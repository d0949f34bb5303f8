"""Addresses by audience, all under a language."""

from django.urls import URLPattern, path

from antena.web.desk import following, imports, likenesses, links, mail, runs, sources, triage
from antena.web.public import (
    developers,
    directory,
    dossiers,
    home,
    how,
    local_share,
    places,
    preferences,
    search,
    signals,
    signing,
    twin_finder,
)
from antena.web.townhall import feeds, partners, profile, radar, twin_choices, twins, verdicts

app_name = "web"

PUBLIC: list[URLPattern] = [
    path("", home.home, name="home"),
    path("find/", places.find, name="find"),
    path("find/options/", places.find_options, name="find-options"),
    path("towns/", places.towns, name="towns"),
    path("places/<int:place_id>/", places.place, name="place"),
    path("places/<int:place_id>/twins/", twin_finder.twins, name="place-twins"),
    path("places/<int:place_id>/<slug:slug>/", places.place, name="place"),
    path("twin-with-us/", twin_finder.twin_with_us, name="twin-with-us"),
    path("search/", search.search_page, name="search"),
    path("search/export/<slug:form>/", search.export, name="export"),
    path("sources/", sources.sources, name="sources"),
    path("developers/", developers.developers, name="developers"),
    path("signals/<slug:slug>/", signals.signal, name="signal"),
    path("dossiers/", dossiers.dossiers, name="dossiers"),
    path("dossiers/<slug:slug>/", dossiers.dossier, name="dossier"),
    path("dossiers/<slug:slug>/feed.atom", dossiers.feed, name="dossier-feed"),
    path("directory/", directory.directories, name="directories"),
    path("directory/<slug:kind>/", directory.directory, name="directory"),
    path("directory/<slug:kind>/new/", directory.add, name="organisation-add"),
    path("organisations/<int:organisation_id>/", directory.organisation, name="organisation"),
    path("organisations/<int:organisation_id>/edit/", directory.edit, name="organisation-edit"),
    path("organisations/<int:organisation_id>/checked/", directory.checked, name="organisation-checked"),
    path("how-this-works/", how.how, name="how"),
    path("local-share/", local_share.local_share_page, name="local-share"),
    path("local-share/acts/", local_share.local_share_acts, name="local-share-acts"),
    path("local-share/local-share.csv", local_share.local_share_csv, name="local-share-csv"),
    path("language/", preferences.language, name="language"),
    path("mail/stop/<str:token>/", mail.stop, name="mail-stop"),
    path("look/", preferences.look, name="look"),
    path("sign-in/", signing.sign_in, name="sign-in"),
    path("sign-in/sample/", signing.sign_in_as_sample, name="sign-in-as-sample"),
    path("sign-out/", signing.sign_out, name="sign-out"),
]

TOWN_HALL: list[URLPattern] = [
    path("towns/<slug:slug>/", radar.town, name="town"),
    path("towns/<slug:slug>/profile/", profile.town_profile, name="town-profile"),
    path("towns/<slug:slug>/partners/", partners.partners, name="town-partners"),
    path("towns/<slug:slug>/partners/<slug:signal_slug>/", partners.partners, name="town-partners-for"),
    path("towns/<slug:slug>/verdicts/<slug:signal_slug>/", verdicts.give, name="town-verdict"),
    path("places/<int:place_id>/twins/<int:twinning_id>/", twins.decide, name="twin-decide"),
    path("places/<int:place_id>/twins/choices/<int:other_id>/", twin_choices.choose, name="twin-choose"),
    path("towns/<slug:slug>/deadlines.ics", feeds.town_calendar, name="town-calendar"),
    path("towns/<slug:slug>/feed.atom", feeds.town_feed, name="town-feed"),
]

DESK: list[URLPattern] = [
    path("desk/", triage.desk, name="desk"),
    path("desk/decisions/", triage.decide, name="desk-decide"),
    path("desk/imports/", imports.imports, name="imports"),
    path("desk/imports/new/", imports.bring, name="import-new"),
    path("desk/imports/<int:import_id>/", imports.one_import, name="import"),
    path("desk/imports/<int:import_id>/columns/", imports.columns, name="import-columns"),
    path("desk/imports/<int:import_id>/carry/", imports.carry, name="import-carry"),
    path("desk/imports/<int:import_id>/undo/", imports.undo, name="import-undo"),
    path("desk/imports/<int:import_id>/wrong/<slug:form>/", imports.wrong_rows, name="import-wrong"),
    path("desk/tables/<slug:target>/template/<slug:form>/", imports.template, name="import-template"),
    path("desk/tables/<slug:target>/export/<slug:form>/", imports.export, name="import-export"),
    path("desk/likenesses/", likenesses.likenesses_page, name="likenesses"),
    path("desk/likenesses/<int:likeness_id>/", likenesses.decide, name="likeness-decide"),
    path("desk/links/", links.links, name="links"),
    path("desk/links/<int:body_id>/", links.decide, name="link-decide"),
    path("desk/signals/join/", likenesses.join, name="signals-join"),
    path("desk/signals/part/", likenesses.part, name="signals-part"),
    path("desk/sources/<slug:source>/", runs.runs_of_source, name="source-runs"),
    path("desk/sources/<slug:source>/ask/", sources.ask_now, name="source-ask"),
    path("desk/sources/<slug:source>/replay/", sources.replay, name="source-replay"),
    path("desk/alarms/<int:alarm_id>/accept/", sources.accept_alarm, name="alarm-accept"),
    path("desk/runs/<int:run_id>/", runs.run, name="run"),
    path("desk/runs/<int:run_id>/progress/", runs.run_progress, name="run-progress"),
    path("desk/runs/<int:run_id>/stop/", runs.stop, name="run-stop"),
    path("desk/runs/<int:run_id>/resume/", runs.resume, name="run-resume"),
    path("desk/runs/<int:run_id>/accept/", runs.accept, name="run-accept"),
    path("desk/runs/<int:run_id>/answers/<int:answer_id>/", runs.raw_answer, name="run-answer"),
    path("desk/runs/<int:run_id>/set-aside.csv", runs.quarantine_csv, name="run-quarantine"),
    path("desk/mail/", mail.outbox, name="outbox"),
    path("desk/mail/<int:message_id>/again/", mail.try_again, name="mail-again"),
    path("desk/mail/choose/", mail.choose, name="mail-choose"),
    path("desk/feeds/", following.feeds, name="feeds"),
    path("desk/feeds/<slug:slug>/unfollow/", following.unfollow, name="feed-unfollow"),
]

urlpatterns = [*PUBLIC, *TOWN_HALL, *DESK]
