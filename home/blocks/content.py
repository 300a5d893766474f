"""What lessons and standard pages are made of."""

from wagtail import blocks

from home.blocks.media import DownloadBlock, PictureBlock, VideoBlock
from home.blocks.sources import SourcesBlock
from home.blocks.text import AccordionBlock, CalloutBlock, QuotationBlock, TextBlock
from home.blocks.thinking import ClientCaseBlock, SelfCheckBlock


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
