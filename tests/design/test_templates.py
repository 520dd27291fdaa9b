"""Rules that every template keeps: strict CSP, documented inputs, icons that exist."""

import re

import pytest

from tests.design.sources import STATIC, TEMPLATES, components, page_templates

FORBIDDEN = {
    "inline style": re.compile(r"\sstyle\s*="),
    "inline script": re.compile(r"<script(?![^>]*\ssrc=)"),
    "style element": re.compile(r"<style"),
    "event attribute": re.compile(r"\son[a-z]+\s*="),
    "script address": re.compile(r"javascript:"),
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_template_carries_what_the_content_policy_refuses(what):
    guilty = [
        str(path.relative_to(TEMPLATES))
        for path in page_templates()
        if FORBIDDEN[what].search(path.read_text())
    ]
    assert guilty == []


@pytest.mark.parametrize(
    ("what", "example"),
    [
        ("inline style", '<p style="color: red">'),
        ("inline script", "<script>alert(1)</script>"),
        ("style element", "<style>"),
        ("event attribute", '<a onclick="go()">'),
        ("script address", '<a href="javascript:go()">'),
    ],
)
def test_the_patterns_find_what_they_look_for(what, example):
    assert FORBIDDEN[what].search(example)


def test_every_component_names_its_inputs_first():
    unnamed = [
        path.name
        for path in components()
        if path.name != "gallery.html"
        and not re.match(r"\{% comment %\}.*?Inputs?: .*?\{% endcomment %\}", path.read_text(), re.DOTALL)
    ]
    assert unnamed == []


def test_components_are_included_with_nothing_but_their_inputs():
    open_includes = [
        f"{path.relative_to(TEMPLATES)}: {tag}"
        for path in page_templates()
        for tag in re.findall(r'\{% include "components/[^%]*%\}', path.read_text())
        if not tag.endswith(" only %}")
    ]
    assert open_includes == []


def test_every_icon_that_is_named_exists():
    drawn = set(re.findall(r'<symbol id="([a-z-]+)"', (STATIC / "img" / "icons.svg").read_text()))
    named = {
        name
        for path in page_templates()
        for name in re.findall(r'components/icon\.html" with name="([a-z-]+)"', path.read_text())
    }
    assert named - drawn == set()


def test_every_included_component_exists():
    wanted = {
        name
        for path in page_templates()
        for name in re.findall(r'include "(components/[a-z_]+\.html)"', path.read_text())
    }
    assert {name for name in wanted if not (TEMPLATES / name).exists()} == set()
