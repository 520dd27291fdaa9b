"""How a date is counted, for anybody: choose a clock and a day, and read every day that counts or does not."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from duties import calculating
from duties.calculator_pages import AnswerPage
from duties.forms import CalculatorForm
from regulation.calendars import working_calendar
from regulation.clock import today
from regulation.editions import TermUnknown
from regulation.working_days import CalendarUnknown


@login_not_required
@require_safe
def calculator(request: HttpRequest) -> HttpResponse:
    """The form and, once a day is given, the count. The address holds what was asked, so it can be passed on."""
    clocks = calculating.clocks(today())
    form = CalculatorForm(request.GET if "ngay" in request.GET else None, clocks=clocks, asked=request.GET)
    page = None
    if form.is_bound and form.is_valid():
        try:
            found = calculating.answer(form.clock, form.cleaned_data["ngay"], working_calendar())
        except (TermUnknown, CalendarUnknown) as unknown:
            form.add_error("ngay", str(unknown))
        else:
            page = AnswerPage(answer=found, done_on=form.cleaned_data["da_lam"])
    return render(request, "duties/calculator.html", {"form": form, "page": page})
