"""The outbox, for the office; and stopping a kind of mail, for whoever got it."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from antena.accounts import actions as accounts
from antena.accounts import queries as account_queries
from antena.accounts.models import User
from antena.notices import actions, queries
from antena.notices.enums import MessageState
from antena.sources.alarms.actions import MAIL
from antena.web.desk.access import for_officers
from antena.web.desk.sources import officer
from antena.web.paging import Leaf, leaves, page_number


@require_safe
@for_officers
def outbox(request: HttpRequest) -> HttpResponse:
    """What was written to whom, and what has become of it."""
    asked = request.GET.get("state", "")
    if asked and asked not in MessageState.values:
        raise BadRequest(_("“%(state)s” is not a state of a message.") % {"state": asked[:40]})
    page = queries.messages(state=MessageState(asked) if asked else None, page=page_number(request))
    turn = [
        Leaf(number, f"?state={asked}&page={number}")
        for number in leaves(page.number, page.paginator.num_pages)
    ]
    counts = queries.counts()
    context = {
        "page": page,
        "leaves": turn,
        "state": asked,
        "states": [(state, counts[state]) for state in MessageState],
        "total": sum(counts.values()),
        "can_send": queries.can_send(),
        "wants_alarms": MAIL not in officer(request).unwanted_mail,
    }
    return render(request, "desk/outbox.html", context)


@require_POST
@for_officers
def try_again(request: HttpRequest, message_id: int) -> HttpResponse:
    """Send a message that was given up after all."""
    try:
        actions.try_again(message_id=message_id, at=timezone.now())
    except actions.NotWaitingError:
        messages.info(request, _("This message was not given up."))
    else:
        messages.success(request, _("It is tried again within a minute."))
    return redirect("web:outbox")


@require_POST
@for_officers
def choose(request: HttpRequest) -> HttpResponse:
    """Whether the officer wants to be written to about sources."""
    wanted = request.POST.get("wanted") == "yes"
    accounts.choose_mail(user=officer(request), kind=MAIL, wanted=wanted)
    said = _("You are written to about sources.") if wanted else _("You are not written to about sources.")
    messages.success(request, said)
    return redirect("web:outbox")


# RFC 8058: mail programs post here without a cookie, and without asking anything.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stop a kind of mail. Looking at the address changes nothing: programs that scan links do that."""
    try:
        if request.method == "POST":
            accounts.stop_mail(token=token)
        else:
            account_queries.read_stop_token(token)
    except (BadSignature, User.DoesNotExist) as error:
        raise Http404(_("This address stops nothing: it is not whole, or the account is gone.")) from error
    return render(request, "public/mail_stop.html", {"is_done": request.method == "POST"})
