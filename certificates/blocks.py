"""What an editor fills into a certificate template: signatories, logos, skills."""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, StructBlock, URLBlock
from wagtail.images.blocks import ImageChooserBlock


class SignatoryBlock(StructBlock):
    """Who signs. The title is said in each language; the name is one."""

    name = CharBlock(label=_("Name"), max_length=120)
    title_fi = CharBlock(label=_("Title in Finnish"), max_length=160, required=False, default="")
    title_sv = CharBlock(label=_("Title in Swedish"), max_length=160, required=False, default="")
    title_en = CharBlock(label=_("Title in English"), max_length=160, required=False, default="")
    signature = ImageChooserBlock(label=_("Picture of the signature"), required=False)

    class Meta:
        icon = "user"
        label = _("Signatory")


class LogoBlock(StructBlock):
    """The mark of a body that stands behind the training."""

    image = ImageChooserBlock(label=_("Picture"))
    name = CharBlock(
        label=_("Whose it is"), max_length=120, help_text=_("Read out by screen readers.")
    )

    class Meta:
        icon = "image"
        label = _("Logo")


class AlignmentBlock(StructBlock):
    """A skill or standard elsewhere that the badge is evidence of, such as one of ESCO."""

    name = CharBlock(label=_("Name"), max_length=200)
    url = URLBlock(label=_("Address"))
    framework = CharBlock(
        label=_("Framework"), max_length=120, required=False, default="", help_text=_("ESCO")
    )
    code = CharBlock(label=_("Code"), max_length=120, required=False, default="")

    class Meta:
        icon = "link"
        label = _("Skill or standard")
