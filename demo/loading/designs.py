"""What the demo's certificates look like: the common template, with a mark and a signature."""

from django.core.files import File

from certificates.models import CertificateTemplate
from demo.loading.texts import CONTENT
from home.models import CustomImage

FOLDER = CONTENT / "certificates"


def load_common_template() -> None:
    """Publish the template of every course that has none of its own; once."""
    if CertificateTemplate.objects.filter(course=None, programme=None).exists():
        return
    template = CertificateTemplate(
        name="Kaikki opintojaksot",
        closing_fi="Osaaminen on osoitettu opintojakson testeissä ja tehtävissä.",
        closing_sv="Kunnandet har visats i kursens test och uppgifter.",
        closing_en="The skills have been shown in the tests and assignments of the course.",
    )
    template.logos = [("logo", {"image": _picture("polku-logo"), "name": "Työkykypolku"})]
    template.signatories = [
        (
            "signatory",
            {
                "name": "Marjaana Koskela",
                "title_fi": "koulutuspäällikkö",
                "title_sv": "utbildningschef",
                "title_en": "head of training",
                "signature": _picture("koskela-allekirjoitus"),
            },
        )
    ]
    template.save()


def _picture(name: str) -> CustomImage:
    with (FOLDER / f"{name}.svg").open("rb") as content:
        return CustomImage.objects.create(title=name, file=File(content, name=f"{name}.svg"))
