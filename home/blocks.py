"""The blocks that pages are written with."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link"]
SHORT_FEATURES = ["bold", "italic", "link", "ol", "ul"]


class TextBlock(blocks.RichTextBlock):
    """Running text with headings and lists."""

    def __init__(self, **kwargs):
        super().__init__(**({"features": TEXT_FEATURES} | kwargs))

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "blocks/text.html"


class PictureBlock(blocks.StructBlock):
    """A picture with its text alternative."""

    image = ImageChooserBlock(label=_("Picture"))
    alt = blocks.TextBlock(
        label=_("Text alternative"),
        required=False,
        help_text=_("What the picture says. Leave empty only for a decoration."),
    )
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=250)

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "blocks/picture.html"


class CalloutBlock(blocks.StructBlock):
    """A passage set apart."""

    tone = blocks.ChoiceBlock(
        label=_("Tone"),
        choices=[("note", _("Note")), ("good", _("Good to know")), ("warning", _("Warning"))],
        default="note",
    )
    heading = blocks.CharBlock(label=_("Heading"), max_length=120)
    text = blocks.RichTextBlock(label=_("Text"), features=SHORT_FEATURES)

    class Meta:
        icon = "info-circle"
        label = _("Call-out")
        template = "blocks/callout.html"


class ClientCaseBlock(blocks.StructBlock):
    """A client's situation to think about."""

    heading = blocks.CharBlock(label=_("Client"), max_length=120)
    story = blocks.RichTextBlock(label=_("Story"), features=SHORT_FEATURES)
    questions = blocks.RichTextBlock(
        label=_("Questions to think about"), features=SHORT_FEATURES, required=False
    )

    class Meta:
        icon = "user"
        label = _("Client case")
        template = "blocks/client_case.html"


class CaptionsBlock(blocks.StructBlock):
    """Captions of a video in one language."""

    language = blocks.ChoiceBlock(
        label=_("Language"),
        choices=[("fi", _("Finnish")), ("sv", _("Swedish")), ("en", _("English"))],
        default="fi",
    )
    document = DocumentChooserBlock(label=_("Captions (WebVTT)"))

    class Meta:
        icon = "openquote"
        label = _("Captions")


class VideoBlock(blocks.StructBlock):
    """A video of our own, with captions and transcript."""

    title = blocks.CharBlock(label=_("Title"), max_length=150)
    file = DocumentChooserBlock(label=_("Video file"))
    poster = ImageChooserBlock(label=_("Still picture"), required=False)
    captions = blocks.ListBlock(CaptionsBlock(), label=_("Captions"), min_num=1)
    transcript = blocks.RichTextBlock(label=_("Transcript"), features=SHORT_FEATURES)

    class Meta:
        icon = "media"
        label = _("Video with captions")
        template = "blocks/video.html"


class DownloadBlock(blocks.StructBlock):
    """A file to take along."""

    document = DocumentChooserBlock(label=_("File"))
    title = blocks.CharBlock(label=_("Title"), max_length=150)
    description = blocks.CharBlock(label=_("Description"), required=False, max_length=250)

    class Meta:
        icon = "download"
        label = _("Download")
        template = "blocks/download.html"


class AccordionItemBlock(blocks.StructBlock):
    """One heading that opens."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=150)
    text = blocks.RichTextBlock(label=_("Text"), features=SHORT_FEATURES)

    class Meta:
        icon = "list-ul"
        label = _("Item")


class AccordionBlock(blocks.StructBlock):
    """Headings that open."""

    items = blocks.ListBlock(AccordionItemBlock(), label=_("Items"), min_num=1)

    class Meta:
        icon = "list-ul"
        label = _("Accordion")
        template = "blocks/accordion.html"


class QuotationBlock(blocks.StructBlock):
    """Somebody's words."""

    text = blocks.TextBlock(label=_("Words"))
    attribution = blocks.CharBlock(label=_("Who says"), max_length=150)

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        template = "blocks/quotation.html"


class SelfCheckOptionBlock(blocks.StructBlock):
    """One option of a self-check."""

    text = blocks.CharBlock(label=_("Option"), max_length=300)
    right = blocks.BooleanBlock(label=_("This is right"), required=False)
    feedback = blocks.TextBlock(label=_("Feedback"))

    class Meta:
        icon = "tick"
        label = _("Option")


class SelfCheckBlock(blocks.StructBlock):
    """A question to oneself; nothing is stored."""

    question = blocks.TextBlock(label=_("Question"))
    options = blocks.ListBlock(SelfCheckOptionBlock(), label=_("Options"), min_num=2)

    class Meta:
        icon = "help"
        label = _("Self-check")
        template = "blocks/self_check.html"


class SourceBlock(blocks.StructBlock):
    """One source."""

    title = blocks.CharBlock(label=_("Title"), max_length=250)
    publisher = blocks.CharBlock(label=_("Author or publisher"), max_length=200)
    year = blocks.IntegerBlock(label=_("Year"), min_value=1900, max_value=2100)
    url = blocks.URLBlock(label=_("Address"), required=False)

    class Meta:
        icon = "link"
        label = _("Source")


class SourcesBlock(blocks.StructBlock):
    """Where the lesson's facts come from."""

    items = blocks.ListBlock(SourceBlock(), label=_("Sources"), min_num=1)

    class Meta:
        icon = "link"
        label = _("Sources")
        template = "blocks/sources.html"


class ContentBlock(blocks.StreamBlock):
    """What lessons and standard pages are made of."""

    text = TextBlock()
    picture = PictureBlock()
    callout = CalloutBlock()
    client_case = ClientCaseBlock()
    video = VideoBlock()
    download = DownloadBlock()
    accordion = AccordionBlock()
    quotation = QuotationBlock()
    self_check = SelfCheckBlock()
    sources = SourcesBlock()
