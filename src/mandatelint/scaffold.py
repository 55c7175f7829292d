"""The name of a kind of file goes in; a file to start from comes out as text."""

from __future__ import annotations

_MANDATE = """\
# A draft mandate for mandatelint: one act of the Council, as data. `mandatelint schema mandate` describes every field.
# Leave out what the draft does not say. Give each fact its paragraph, so that findings can quote it.
mandate: 1
document:
  title: Country, what the act does
  date: {date}          # of this version; the day of adoption once it is adopted
  stage: zero-draft         # zero-draft, negotiation, silence-procedure, in-blue, adopted, not-adopted
actions:
  - {{kind: establish, object: mission, paragraph: OP1}}
situation:
  host_states:
    - {{id: country, name: Country}}
  assessments: []           # - {{id: report, kind: report, symbol: S/2026/1, date: 2026-10-01, paragraph: PP3}}
  political_calendar: []    # elections and handovers: - {{id: election, kind: election, date: 2027-07-07}}
  conflict_analysis:
    drivers: []             # - {{id: trafficking, kind: organised-crime, finding: driver, paragraph: PP5}}
  actors:
    - {{id: authorities, name: the authorities of the country, kind: host-authorities}}
operations:
  - id: mission
    name: the mission
    role: un-mission
    kind: peacekeeping-operation   # or special-political-mission, observer-mission, hybrid, ...
    mandate_period:
      months: 6
      term: initial
      reviews:              # a look at the mandate itself, such as after an election
        - {{kind: report-to-adjust, by: Secretary-General, within_days: 150, paragraph: OP4}}
      paragraph: OP1
    tasks:
      - id: good-offices
        category: good-offices
        text: use good offices with all parties
        addressee: head
        strength: requests
        paragraph: OP2
      - id: reconciliation
        category: national-reconciliation
        text: help communities and parties to be reconciled
        addressee: mission
        strength: decides
        paragraph: OP3
    exit:
      benchmarks: []        # - {{id: road-map, kind: exit, dimension: political, text: ..., paragraph: OP9}}
"""


def mandate(date: str) -> str:
    """A draft to start from; `date` is the date of its version, as 2026-11-23."""
    return _MANDATE.format(date=date)


_CONFIG = """\
# What this repository asks of mandatelint. `mandatelint schema config` describes every key, `mandatelint config` shows
# what is in force. Paths and patterns are relative to this file.
# rules: [mandate-rules]          # folders of rules of your own
# select: [ALL]                   # rules, categories, lessons, packs
# ignore: []
# severities: {everything-at-once: info}
# per-file-ignores: {archive/: [L05]}
# exclude: [archive/]             # as in .gitignore
# baseline: mandatelint-baseline.json
fail-level: error                 # error, warning, info, never
suppressions:
  reason: required                # a comment that silences a rule has to say why
  end-date: optional              # required: and until when
  mandatory: []                   # what nothing silences
"""


def config() -> str:
    """A configuration to start from."""
    return _CONFIG
