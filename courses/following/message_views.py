"""What staff have written to a learner, for the learner to read again."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from courses.enrolling.models import Enrolment
from courses.following.messages import written_for
from courses.following.models import MessageCopy

PER_PAGE = 20


@login_required
def messages(request: HttpRequest, enrolment_id: int) -> HttpResponse:
    """
    Show the messages of one's own enrolment, newest first, as their mails say them.

    Who has completed or withdrawn reads them too.
    """
    mine = Enrolment.objects.filter(learner=request.user)
    found = mine.select_related("run__course", "run__organiser", "learner")
    enrolment = get_object_or_404(found, pk=enrolment_id)
    copies = MessageCopy.objects.filter(enrolment=enrolment).select_related("message")
    in_order = copies.order_by("-message__sent_at", "-pk")
    page = Paginator(in_order, PER_PAGE).get_page(request.GET.get("page"))
    run = enrolment.run
    context = {
        "enrolment": enrolment,
        "course": run.course,
        "page": page,
        "rows": [
            {
                "sent_at": copy.message.sent_at,
                "reply_to": copy.message.reply_to,
                **written_for(copy.message.subject, copy.message.body, run, enrolment),
            }
            for copy in page
        ],
    }
    return render(request, "courses/following/my_messages.html", context)
