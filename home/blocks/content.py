"""What lessons and standard pages are made of."""

from typing import Any

from wagtail import blocks

from home.blocks.cases import BranchingCaseBlock
from home.blocks.checklists import ChecklistBlock
from home.blocks.comparing import ComparisonBlock
from home.blocks.diagrams import ProcessBlock
from home.blocks.embeds import EmbedBlock
from home.blocks.exercises import ExerciseBlock
from home.blocks.gallery import GalleryBlock
from home.blocks.media import DownloadBlock, PictureBlock
from home.blocks.pictures import fetch_sizes
from home.blocks.plain import PlainLanguageBlock
from home.blocks.reflections import ReflectionBlock
from home.blocks.sound import AudioBlock
from home.blocks.sources import SourcesBlock
from home.blocks.steps import StepsBlock
from home.blocks.tables import TableBlock
from home.blocks.text import AccordionBlock, CalloutBlock, QuotationBlock, TextBlock
from home.blocks.thinking import ClientCaseBlock, SelfCheckBlock
from home.blocks.video import VideoBlock
from home.blocks.words import GlossaryTermBlock, ServiceCardBlock


class ContentBlock(blocks.StreamBlock):
    """What lessons and standard pages are made of."""

    text = TextBlock()
    picture = PictureBlock()
    callout = CalloutBlock()
    client_case = ClientCaseBlock()
    branching_case = BranchingCaseBlock()
    video = VideoBlock()
    download = DownloadBlock()
    accordion = AccordionBlock()
    quotation = QuotationBlock()
    self_check = SelfCheckBlock()
    checklist = ChecklistBlock()
    reflection = ReflectionBlock()
    exercise = ExerciseBlock()
    steps = StepsBlock()
    table = TableBlock()
    comparison = ComparisonBlock()
    process = ProcessBlock()
    plain_language = PlainLanguageBlock()
    gallery = GalleryBlock()
    audio = AudioBlock()
    embed = EmbedBlock()
    glossary_term = GlossaryTermBlock()
    service_card = ServiceCardBlock()
    sources = SourcesBlock()

    def get_form_state(self, value: Any) -> Any:
        """Fetch what the editor shows of pictures at once, however many there are."""
        fetch_sizes(value)
        return super().get_form_state(value)
