"""Expressions and shapes go in; held is what is said of each mistake, how it is mended, and the character it is at."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandatelint.expression.check import Checked, check
from mandatelint.expression.language import Problem
from mandatelint.schema import Shape
from profiles import tries


def block(name: str, *fields: Shape) -> Shape:
    return Shape("object", name, {field.name: field for field in fields})


def listed(name: str, item: Shape) -> Shape:
    return Shape("list", name, items=item)


def text(name: str, *words: str) -> Shape:
    return Shape("text", name, words=words)


STRENGTH = ("decides", "requests", "urges")
CATEGORY = ("police", "justice", "human-rights")
KIND = ("peacekeeping-operation", "hybrid")
TASK = block(
    "tasks",
    text("id"),
    text("text"),
    text("category", *CATEGORY),
    text("strength", *STRENGTH),
    listed("addresses", text("addresses")),
)
DATES = (text("first"), text("last"))
VOTE = block("political_calendar", text("id"), text("kind", "election", "handover"), text("what"), *DATES)
OPERATION = block(
    "operations",
    text("id"),
    text("name"),
    text("kind", *KIND),
    listed("actions", text("kind", "establish", "renew")),
    Shape("flag", "multidimensional"),
    listed("tasks", TASK),
    block("exit", text("strategy"), listed("benchmarks", block("benchmarks", text("kind", "entry", "exit")))),
    block("authorized_strength", Shape("number", "military"), Shape("number", "police")),
    block("period", *DATES, Shape("number", "months")),
)
SCOPE: dict[str, Shape | None] = {
    "operation": OPERATION,
    "operations": listed("operations", OPERATION),
    "vote": VOTE,
    "functions": listed("category", text("category", *CATEGORY)),  # a name under `let`
    "weighty": Shape("flag", ""),  # another one
    "open": None,  # of which nothing is known
}


def told(marked: str) -> list[Problem]:
    return check(marked.replace("«", ""), SCOPE, asks=True).problems


def is_told(marked: str, message: str, remedy: str) -> None:
    """That one problem is told, at the character behind the mark `«`."""
    assert told(marked) == [Problem(marked.index("«"), message, remedy)]


@pytest.mark.parametrize(
    ("marked", "message", "remedy"),
    [
        pytest.param(
            "operation.«tsks != []", "no field 'tsks' in `operations`", "did you mean 'tasks'?", id="of an operation"
        ),
        pytest.param(
            "operation.exit.«stratgy != ''", "no field 'stratgy' in `exit`", "did you mean 'strategy'?", id="of a block"
        ),
        pytest.param(
            "operation.tasks.exists(t, t.«categry == 'police')",
            "no field 'categry' in `tasks`",
            "did you mean 'category'?",
            id="of an item",
        ),
        pytest.param(
            "operations.exists(o, o.tasks.all(t, t.«txt != ''))",
            "no field 'txt' in `tasks`",
            "did you mean 'text'?",
            id="of an item of an item",
        ),
        pytest.param(
            "operation.tasks.filter(t, t.text != '').exists(t, t.«strngth == '')",
            "no field 'strngth' in `tasks`",
            "did you mean 'strength'?",
            id="of what filter leaves",
        ),
        pytest.param(
            "operations.map(o, o.exit).exists(e, e.«benchmark != [])",
            "no field 'benchmark' in `exit`",
            "did you mean 'benchmarks'?",
            id="of what map gathers",
        ),
        pytest.param(
            "(weighty ? operation.tasks : []).exists(t, t.«categry == '')",
            "no field 'categry' in `tasks`",
            "did you mean 'category'?",
            id="of what a choice gives",
        ),
        pytest.param(
            "(weighty ? operation : operation).«nme == ''",
            "no field 'nme' in `operations`",
            "did you mean 'name'?",
            id="of one block or the same",
        ),
        pytest.param(
            "operation.kind == 'hybrid'\n  && operation.«nme != ''\n",
            "no field 'nme' in `operations`",
            "did you mean 'name'?",
            id="on a later line",
        ),
        pytest.param(
            "operation.name == 'Centrafrique à 😀' && operation.«knd == ''",
            "no field 'knd' in `operations`",
            "did you mean 'kind'?",
            id="behind other alphabets",
        ),
        pytest.param(
            "vote.«xyz == ''",
            "no field 'xyz' in `political_calendar`",
            "one of: first, id, kind, last, what",
            id="like none of the fields",
        ),
        pytest.param(
            "operation.tasks.«category == 'police'",
            "`tasks` is a list and has no field 'category'",
            "ask its items: tasks.exists(x, x.category ...)",
            id="asked of the list",
        ),
        pytest.param(
            "operation.tasks.«exists",
            "`tasks` is a list and has no field 'exists'",
            "write it like `tasks.exists(t, t.category == 'police')`",
            id="that is a function",
        ),
        pytest.param("operation.name.«first == ''", "`name` is text and has no field 'first'", "", id="of text"),
    ],
)
def test_a_misspelt_field_is_named_with_the_field_that_was_meant(marked: str, message: str, remedy: str) -> None:
    is_told(marked, message, remedy)


@pytest.mark.parametrize(
    ("marked", "message", "remedy"),
    [
        pytest.param(
            "operation.kind == «'hybird'", "`kind` can never be 'hybird'", "did you mean 'hybrid'?", id="equal"
        ),
        pytest.param(
            "«'hybird' != operation.kind", "`kind` can never be 'hybird'", "did you mean 'hybrid'?", id="turned round"
        ),
        pytest.param(
            "operation.kind in ['hybrid', «'observer']",
            "`kind` can never be 'observer'",
            "one of: hybrid, peacekeeping-operation",
            id="among others",
        ),
        pytest.param(
            "«'establsh' in operation.actions",
            "`kind` can never be 'establsh'",
            "did you mean 'establish'?",
            id="in a list field",
        ),
        pytest.param(
            "operation.tasks.exists(t, t.strength in ['decides', «'decide'])",
            "`strength` can never be 'decide'",
            "did you mean 'decides'?",
            id="among others, of an item",
        ),
        pytest.param(
            "operation.tasks.map(t, t.category).exists(c, c == «'polise')",
            "`category` can never be 'polise'",
            "did you mean 'police'?",
            id="of what map gathers",
        ),
        pytest.param(
            "operation.tasks.map(t, t.text != '', t.category).exists(c, c == «'polise')",
            "`category` can never be 'polise'",
            "did you mean 'police'?",
            id="of what map gathers of some",
        ),
        pytest.param(
            "operation.tasks.filter(t, t.text != '').map(t, t.strength).all(s, s == «'decide')",
            "`strength` can never be 'decide'",
            "did you mean 'decides'?",
            id="of what filter and map leave",
        ),
        pytest.param(
            "«'polise' in operation.tasks.map(t, t.category).distinct()",
            "`category` can never be 'polise'",
            "did you mean 'police'?",
            id="in what distinct leaves",
        ),
        pytest.param(
            "functions.exists(f, f == «'human rights')",
            "`category` can never be 'human rights'",
            "did you mean 'human-rights'?",
            id="in a name under let",
        ),
        pytest.param(
            "(weighty ? operation.kind : '') == «'hybird'",
            "`kind` can never be 'hybird'",
            "did you mean 'hybrid'?",
            id="of a choice",
        ),
        pytest.param(
            "operation.kind «== vote.kind",
            "`kind` and `kind` have no word in common",
            "look at the words that each can be",
            id="two fields without a word in common",
        ),
        pytest.param(
            "['election', 'entry'].exists(k, k «== operation.kind)",
            "this and `kind` have no word in common",
            "look at the words that each can be",
            id="words written out",
        ),
    ],
)
def test_a_word_that_can_never_occur_is_named_with_the_word_that_was_meant(
    marked: str, message: str, remedy: str
) -> None:
    is_told(marked, message, remedy)


NO_ARITHMETIC = "rules do not calculate: compare with a number, or use count() or months()"
NO_POSITIONS = "items have no fixed order: use exists() or all(); a field is written with a dot"
ABSENT = "a field that is absent is empty: compare it with '' or []"
COUNT = "use count(), which knows when a list was read in part"
KINDS = "a value keeps its kind: compare text with text and numbers with numbers"


@pytest.mark.parametrize(
    ("marked", "name", "remedy"),
    [
        pytest.param("«has(operation.exit)", "has", ABSENT, id="has"),
        pytest.param("«has(operation)", "has", ABSENT, id="has without a field"),
        pytest.param("«operation.?exit == ''", ".?", ABSENT, id="question mark behind a dot"),
        pytest.param("«operation[?'exit'] == ''", ".?", ABSENT, id="question mark in brackets"),
        pytest.param("«size(operation.tasks) > 3", "size", COUNT, id="size"),
        pytest.param("operation.tasks.«size() > 3", "size", COUNT, id="size behind the list"),
        pytest.param("operation.tasks«[0] == ''", "[ ]", NO_POSITIONS, id="position"),
        pytest.param("operation«['kind'] == ''", "[ ]", NO_POSITIONS, id="field in brackets"),
        pytest.param("operation.authorized_strength.military «+ 1 > 5", "+", NO_ARITHMETIC, id="plus"),
        pytest.param("operation.authorized_strength.military «- 1 > 5", "-", NO_ARITHMETIC, id="minus"),
        pytest.param("operation.authorized_strength.military «* 2 > 5", "*", NO_ARITHMETIC, id="times"),
        pytest.param("operation.authorized_strength.military «/ 2 > 5", "/", NO_ARITHMETIC, id="divided"),
        pytest.param("operation.authorized_strength.military «% 2 > 5", "%", NO_ARITHMETIC, id="remainder"),
        pytest.param("«-operation.authorized_strength.military < 0", "-", NO_ARITHMETIC, id="minus in front"),
        pytest.param("operation.tasks «+ operation.tasks == []", "+", NO_ARITHMETIC, id="lists joined"),
        pytest.param("'a' «+ operation.name == ''", "+", NO_ARITHMETIC, id="text joined"),
        pytest.param("«int(operation.name) > 3", "int", KINDS, id="conversion"),
        pytest.param("«cel.bind(x, operation.tasks, x != [])", "cel.bind", "name the value under `let`", id="bind"),
        pytest.param(
            "operation.tasks.«exists_one(t, t.text != '')",
            "exists_one",
            "use exists(), or count() of what filter() leaves",
            id="exists_one",
        ),
        pytest.param("«slot(0) == 1", "slot", "one of: after, all, contains, count, distinct, ", id="for judging only"),
        pytest.param("operation.name.«lowerAscii() == 'x'", "lowerAscii", "one of: after, all, ", id="lowerAscii"),
        pytest.param("«cout(operation.tasks) > 3", "cout", "did you mean 'count'?", id="misspelt function"),
        pytest.param("«Count(operation.tasks) > 3", "Count", "did you mean 'count'?", id="capital"),
        pytest.param("operation.name.«startswith('UN')", "startswith", "did you mean 'startsWith'?", id="no capital"),
        pytest.param("operation.tasks.«exsts(t, t.text == '')", "exsts", "did you mean 'exists'?", id="misspelt macro"),
        pytest.param("operation.tasks.«filtr(t, t.text == '') == []", "filtr", "did you mean 'filter'?", id="filtr"),
        pytest.param("operation.tasks.«any(t, t.text == '')", "any", "use exists()", id="word of other languages"),
        pytest.param("operation.tasks.«every(t, t.text == '')", "every", "use all()", id="every"),
        pytest.param("operation.multidimensional «and weighty", "and", "write `&&`", id="and"),
        pytest.param("operation.multidimensional «OR weighty", "OR", "write `||`", id="or"),
        pytest.param("«not weighty", "not", "write `!` in front", id="not"),
    ],
)
def test_what_is_no_part_of_the_rule_language_is_named_with_what_takes_its_place(
    marked: str, name: str, remedy: str
) -> None:
    problems = told(marked)
    assert [(problem.offset, problem.message) for problem in problems] == [
        (marked.index("«"), f"`{name}` is no part of the rule language")
    ]
    assert problems[0].remedy.startswith(remedy)


@pytest.mark.parametrize(
    ("marked", "function", "model"),
    [
        pytest.param(
            "operation.tasks.«exists(t.text == '')", "exists", "tasks.exists(t, t.category == 'police')", id="no name"
        ),
        pytest.param(
            "operation.tasks.«exists(t, u, true)", "exists", "tasks.exists(t, t.category == 'police')", id="two names"
        ),
        pytest.param(
            "«exists(operation.tasks, weighty)", "exists", "tasks.exists(t, t.category == 'police')", id="list inside"
        ),
        pytest.param(
            "«overlaps(operation.period)", "overlaps", "overlaps(vote, operation.period)", id="one value of two"
        ),
        pytest.param(
            "operation.name.«startsWith('U', 'N')", "startsWith", "operation.name.startsWith('MINU')", id="one too many"
        ),
        pytest.param(
            "operation.tasks.«exists('t', true)",
            "exists",
            "tasks.exists(t, t.category == 'police')",
            id="name in quotes",
        ),
        pytest.param("operation.tasks.«count() > 1", "count", "count(operation.tasks)", id="behind the list"),
        pytest.param("«count('police') > 1", "count", "count(operation.tasks)", id="of text written out"),
    ],
)
def test_a_function_that_is_written_wrongly_comes_with_a_model(marked: str, function: str, model: str) -> None:
    is_told(marked, f"{function}() is not written like this", f"write it like `{model}`")


@pytest.mark.parametrize(
    ("marked", "message", "remedy"),
    [
        pytest.param(
            "«operaton.tasks != []",
            "nothing is called 'operaton' here",
            "did you mean 'operation'?",
            id="a name in scope",
        ),
        pytest.param(
            "operation.kind == 'hybrid'\n  && «operaton.exit.strategy != ''",
            "nothing is called 'operaton' here",
            "did you mean 'operation'?",
            id="on a later line",
        ),
        pytest.param(
            "operation.tasks.exists(task, «tsk.text == '')",
            "nothing is called 'tsk' here",
            "did you mean 'task'?",
            id="a name of a loop",
        ),
        pytest.param(
            "«xyz.name == ''",
            "nothing is called 'xyz' here",
            "one of: functions, open, operation, operations, vote, weighty",
            id="like none",
        ),
        pytest.param(
            "operation.kind == «hybrid",
            "nothing is called 'hybrid' here",
            "put text in quotes: 'hybrid'",
            id="a word without quotes",
        ),
        pytest.param(
            "operation.kind == «peacekeeping-operation",
            "nothing is called 'peacekeeping-operation' here",
            "put text in quotes: 'peacekeeping-operation'",
            id="a word with a hyphen without quotes",
        ),
        pytest.param(
            "operation.name != «unknown",
            "nothing is called 'unknown' here",
            "where a rule needs what is not known, it says so by itself",
            id="unknown",
        ),
        pytest.param("«True", "nothing is called 'True' here", "write `true`", id="a capital"),
    ],
)
def test_a_name_that_is_not_declared_is_told_with_the_names_in_scope_only(
    marked: str, message: str, remedy: str
) -> None:
    is_told(marked, message, remedy)


@pytest.mark.parametrize(
    ("marked", "message", "remedy"),
    [
        pytest.param(
            "operation.authorized_strength.military > «'3'",
            "`military` is a number, and '3' is not",
            "write it without quotes: 3",
            id="number with digits in quotes",
        ),
        pytest.param(
            "operation.authorized_strength.military == «'many'",
            "`military` is a number, and 'many' is not",
            "",
            id="number with text",
        ),
        pytest.param(
            "operation.name == «3", "`name` is text, and 3 is not", "put it in quotes: '3'", id="text with number"
        ),
        pytest.param(
            "operation.name == «1.5", "`name` is text, and 1.5 is not", "put it in quotes: '1.5'", id="text with part"
        ),
        pytest.param(
            "operation.name == «true",
            "`name` is text, and true is not",
            "put it in quotes: 'true'",
            id="text with true",
        ),
        pytest.param(
            "operation.kind == «3",
            "`kind` is text, and 3 is not",
            "one of: hybrid, peacekeeping-operation",
            id="word with number",
        ),
        pytest.param(
            "operation.multidimensional == «'yes'",
            "`multidimensional` is true or false, and 'yes' is not",
            "compare it with true or false, or let it stand alone",
            id="flag with text",
        ),
        pytest.param(
            "operation.tasks == «''",
            "`tasks` is a list, and '' is not",
            "compare it with [], or ask `... in` or `.exists(...)`",
            id="list with text",
        ),
        pytest.param("operation.exit == «''", "`exit` is a block of fields, and '' is not", "", id="block with text"),
        pytest.param(
            "count(operation.tasks) «== '3'",
            "`==` cannot join values of these kinds",
            "look at the kind of both sides",
            id="a count with text",
        ),
        pytest.param(
            "operation.name «== operation.authorized_strength.military",
            "`name` is text and `military` a number",
            "compare values of one kind",
            id="two fields of two kinds",
        ),
        pytest.param(
            "operation.name == «null", "`name` is never null", "where it is absent it is ''", id="text with null"
        ),
        pytest.param(
            "operation.tasks != «null", "`tasks` is never null", "where it is absent it is []", id="list with null"
        ),
        pytest.param(
            "operation.exit == «null",
            "`exit` is never null",
            "ask whether one of its fields is '' or []",
            id="block with null",
        ),
        pytest.param(
            "operation.multidimensional == «null",
            "`multidimensional` is never null",
            "where it is absent it is false",
            id="flag with null",
        ),
        pytest.param(
            "operation.authorized_strength.military in [«'x']",
            "`military` is a number, and 'x' is not",
            "",
            id="number among texts",
        ),
        pytest.param(
            "operation.id in «operation.name",
            "`in` looks into a list, and `name` is text",
            "compare with `==`",
            id="in a text",
        ),
        pytest.param(
            "operation.id «in operation.tasks",
            "`id` is text, and an item of `tasks` is not",
            "ask its items: tasks.exists(x, x.id ...)",
            id="in a list of blocks",
        ),
        pytest.param(
            "operation.kind «in 'hybrid'",
            "`in` finds nothing here",
            "on its right stands a list, such as ['police', 'justice']",
            id="in a text written out",
        ),
    ],
)
def test_what_can_never_be_equal_is_told(marked: str, message: str, remedy: str) -> None:
    is_told(marked, message, remedy)


@pytest.mark.parametrize(
    ("marked", "message", "remedy"),
    [
        pytest.param(
            "operation.name.«exists(c, c == 'a')", "exists() goes through a list, and `name` is text", "", id="text"
        ),
        pytest.param(
            "operation.exit.«all(x, x == 'a')",
            "all() goes through a list, and `exit` is a block of fields",
            "",
            id="block",
        ),
        pytest.param(
            "«operation.tasks",
            "`tasks` is a list, and a condition is true or false",
            "compare it, such as tasks != []",
            id="a list as condition",
        ),
        pytest.param(
            "weighty && «operation.name",
            "`name` is text, and a condition is true or false",
            "compare it, such as name != ''",
            id="text as one of two conditions",
        ),
        pytest.param(
            "!«operation.exit.strategy",
            "`strategy` is text, and a condition is true or false",
            "compare it, such as strategy != ''",
            id="text turned round",
        ),
        pytest.param(
            "operation.tasks.exists(t, «t.text)",
            "`text` is text, and a condition is true or false",
            "compare it, such as text != ''",
            id="text as condition of an item",
        ),
        pytest.param(
            "«operation.tasks.map(t, t.text)",
            "this is a list, and a condition is true or false",
            "compare it first",
            id="a list without a name",
        ),
        pytest.param(
            "«count(operation.tasks)",
            "`count()` is a number, and a condition is true or false",
            "compare it first",
            id="a count as condition",
        ),
        pytest.param(
            "«operation.authorized_strength.military ? true : false",
            "`military` is a number, and a condition is true or false",
            "compare it, such as military != null",
            id="a number to choose by",
        ),
        pytest.param(
            "count(«operation.name) > 3",
            "count() takes a list, and `name` is text",
            "write it like `count(operation.tasks)`",
            id="letters counted",
        ),
        pytest.param(
            "overlaps(vote, «operation)",
            "overlaps() takes what has a first and a last day, and `operations` has none",
            "write it like `overlaps(vote, operation.period)`",
            id="a thing without dates",
        ),
        pytest.param(
            "months(«operation.name, operation.period) > 1",
            "months() takes what has a first and a last day, and `name` has none",
            "write it like `months(vote, operation.period)`",
            id="text for a date",
        ),
        pytest.param(
            "«operation.tasks.contains('x')",
            "contains() takes text, and `tasks` is a list",
            "write it like `vote.what.contains('second round')`",
            id="a list searched like a text",
        ),
        pytest.param(
            "operation.name.matches(«'[')",
            "this is no pattern: missing ]: [",
            "write special characters with `\\\\` in front",
            id="a pattern that is none",
        ),
        pytest.param(
            "operation.exit == «{'strategy': ''}",
            "a block of fields cannot be written out",
            "compare its fields one by one",
            id="a block written out",
        ),
    ],
)
def test_a_value_of_the_wrong_kind_is_told_where_it_stands(marked: str, message: str, remedy: str) -> None:
    is_told(marked, message, remedy)


@pytest.mark.parametrize(
    ("marked", "message", "remedy"),
    [
        pytest.param("operation.kind «= 'hybrid'", "`=` compares nothing", "write `==`", id="one equals sign"),
        pytest.param("operation.kind ==«= 'hybrid'", "`=` compares nothing", "write `==`", id="three equals signs"),
        pytest.param("operation.kind «<> 'hybrid'", "`<>` compares nothing", "write `!=`", id="angle brackets"),
        pytest.param("weighty «& weighty", "one `&` joins nothing", "write `&&`", id="one ampersand"),
        pytest.param("weighty «| weighty", "one `|` joins nothing", "write `||`", id="one bar"),
        pytest.param(
            "operation.kind =«= ", "nothing follows `==`", "write what is missing, or delete it", id="no right side"
        ),
        pytest.param("weighty &«&", "nothing follows `&&`", "write what is missing, or delete it", id="no second"),
        pytest.param("«== 'x'", "`==` cannot stand here", "something is missing in front of it", id="no left side"),
        pytest.param(
            "operation.name == «'hybrid",
            "the text that begins here is not closed, or holds a backslash",
            "put it between two quotes in one line",
            id="no closing quote",
        ),
        pytest.param(
            "operation.kind == «‘hybrid’", "only straight quotes hold text", "write it like 'police'", id="curly quotes"
        ),
        pytest.param(
            "(weighty && weight«y", "a `)` is missing at the end", "add it, or delete what it would close", id="no )"
        ),
        pytest.param(
            "operation.kind in ['hybrid«'",
            "a `]` is missing at the end",
            "add it, or delete what it would close",
            id="no ]",
        ),
        pytest.param("weighty«)", "this `)` closes nothing", "delete it, or open it further in front", id="one ) more"),
        pytest.param(
            "weighty ? tru«e",
            "`?` has no `:` after it",
            "write it like `condition ? one : other`",
            id="half a choice",
        ),
        pytest.param(
            "«if weighty then true",
            "`if` cannot be a name",
            "write a choice like `condition ? one : other`",
            id="if in words",
        ),
        pytest.param(
            "weighty «weighty",
            "`weighty` cannot follow what stands before it",
            "join conditions with `&&` or `||`",
            id="two conditions side by side",
        ),
        pytest.param(
            "operation.tasks.exists(t «t.text == '')",
            "`t` cannot stand here",
            "something is missing in front of it",
            id="no comma",
        ),
        pytest.param(
            "weighty «# of weight",
            "a note cannot stand inside an expression",
            "write it on a line of its own, above the field",
            id="note of YAML",
        ),
        pytest.param(
            "weighty «// of weight",
            "a note cannot stand inside an expression",
            "write it on a line of its own, above the field: # ...",
            id="note of the language",
        ),
        pytest.param("«", "the expression is empty", "write it, or delete the line", id="nothing"),
        pytest.param("« \n ", "the expression is empty", "write it, or delete the line", id="blanks"),
        pytest.param(
            "operation.name == «99999999999999999999",
            "this is no expression: invalid int literal",
            "",
            id="a number too long",
        ),
        pytest.param(
            "1 «&& weighty",
            "`&&` cannot join values of these kinds",
            "look at the kind of both sides",
            id="a number as condition",
        ),
        pytest.param(
            "«'abc'.exists(c, c == 'a')",
            "this goes through a list, and no list stands in front of it",
            "",
            id="letters gone through",
        ),
    ],
)
def test_a_slip_of_the_pen_is_told_in_plain_words(marked: str, message: str, remedy: str) -> None:
    is_told(marked, message, remedy)


LOOP = "operation.tasks.exists(t, t.text != '')"


@pytest.mark.parametrize(
    ("marked", "message", "remedy"),
    [
        pytest.param(
            "«" + "weighty || " * 200 + "weighty",
            "the expression has more than 2,000 characters",
            "name parts of it under `let`, or split the rule",
            id="too long",
        ),
        pytest.param(
            "«" + " || ".join([LOOP] * 17),
            "the expression goes through lists 17 times; 16 is the most",
            "split the rule",
            id="too many loops",
        ),
        pytest.param(
            "".join(f"operations.exists({name}, " for name in "abcd") + "operations.«exists(e, e.name == ''" + ")" * 5,
            "lists are gone through more than 4 deep",
            "name inner lists under `given`",
            id="loops too deep",
        ),
        pytest.param(
            "«" + "(" * 40 + "weighty" + ")" * 40,
            "the expression is nested too deep",
            "name parts of it under `let`",
            id="brackets too deep",
        ),
        pytest.param(
            "«open" + ".x" * 40 + " == ''",
            "the expression is nested too deep",
            "name parts of it under `let`",
            id="fields too deep",
        ),
    ],
)
def test_what_would_cost_too_much_is_refused(marked: str, message: str, remedy: str) -> None:
    is_told(marked, message, remedy)


@pytest.mark.parametrize(
    "code",
    [
        "operation.kind == 'hybrid' || operation.kind in ['', 'peacekeeping-operation']",
        "operation.tasks != [] && !operation.multidimensional",
        "operation.tasks.exists(t, t.category == 'police' && t.strength in ['decides', ''])",
        "operation.tasks.all(t, t.addresses.exists(a, a == vote.id))",
        "vote.id in operation.tasks.map(t, t.id)",
        "'establish' in operation.actions",
        "operation.actions == ['establish']",
        "functions.exists(f, f == 'human-rights') && weighty",
        "count(operation.tasks.filter(t, t.category == 'police')) >= 2",
        "operation.authorized_strength.military != null && operation.authorized_strength.military <= 5000",
        "operation.authorized_strength.military > -1 || operation.authorized_strength.police == 1.5",
        "overlaps(vote, operation.period) && !after(vote, operation.period)",
        "months(vote, operation.period) <= 4",
        "operation.period.last < '2014-06-30'",
        "operation.name.startsWith('UN') || vote.what.contains('//') || vote.what.matches('^(a|b)$')",
        "(weighty ? operation.kind : '') == ''",
        "[operation.kind, vote.kind].exists(k, k in ['election', 'hybrid'])",
        "operation.tasks.map(t, t.category).distinct() == ['police']",
        "open.anything.at.all == 3 && open.exists(x, x.kind == 'unheard-of')",
        "operation.exit.benchmarks\n  .exists(b,\n    b.kind == 'exit')",
        " || ".join([LOOP] * 16),
        "operations.exists(a, operations.exists(b, operations.exists(c, operations.exists(d, d.name == ''))))",
        "weighty",
        "true",
    ],
)
def test_a_good_expression_passes(code: str) -> None:
    assert check(code, SCOPE, asks=True).problems == []


def test_several_mistakes_are_all_told_in_the_order_in_which_they_stand() -> None:
    problems = told("operation.knd == 'hybrid' && operation.kind == 'hybird' && vote.wht == ''")
    assert [(problem.offset, problem.remedy) for problem in problems] == [
        (10, "did you mean 'kind'?"),
        (47, "did you mean 'hybrid'?"),
        (64, "did you mean 'what'?"),
    ]


@pytest.mark.parametrize(
    ("code", "kind", "words"),
    [
        ("operation.tasks", "list", ()),
        ("operation.kind", "text", KIND),
        ("operation.authorized_strength.military", "number", ()),
        ("count(operation.tasks)", "number", ()),
        ("operation.exit", "object", ()),
        ("operation.tasks == []", "flag", ()),
        ("weighty ? operation.kind : vote.kind", "text", (*KIND, "election", "handover")),
    ],
)
def test_the_shape_of_a_value_is_known_to_what_uses_it(code: str, kind: str, words: tuple[str, ...]) -> None:
    checked = check(code, SCOPE)
    assert checked.problems == []
    assert checked.shape is not None
    assert (checked.shape.kind, checked.shape.words) == (kind, words)


def test_the_words_of_items_go_along_with_the_list() -> None:
    shape = check("operation.tasks.map(t, t.category).distinct()", SCOPE).shape
    assert shape is not None
    assert shape.items is not None
    assert shape.items.words == CATEGORY


def test_a_value_of_which_nothing_can_be_said_is_open() -> None:
    assert check("open.field", SCOPE).shape is None
    assert check("(weighty ? operation : vote).anything", SCOPE) == Checked()
    assert check("weighty ? operation.name : operation.tasks", SCOPE).shape is None


def test_the_fields_that_an_expression_reads_are_collected() -> None:
    assert check("operation.tasks.exists(t, t.text != '') && weighty", SCOPE).reads == {
        ("operations", "tasks"),
        ("tasks", "text"),
    }


WORDS = (
    "operation operations vote open functions tasks kind exit text t x in and or not true null exists all filter map"
    " count overlaps has size matches 'hybrid' 'x 3 -3 1.5"
)
SIGNS = '. . . ( ( ) ) [ ] , == != < && || ! ? : { } + - * # // " ‘ @ $ ` \n'
PIECES = st.lists(st.sampled_from([*WORDS.split(" "), *SIGNS.split(" ")]), max_size=14)
GOOD = "operation.tasks.exists(t, t.category == 'police' && count(t.addresses) > 3) || operation.kind in ['hybrid']"
MANGLED = st.tuples(st.integers(0, 90), st.integers(0, 12), st.text(max_size=4)).map(
    lambda cut: GOOD[: cut[0]] + cut[2] + GOOD[cut[0] + cut[1] :]
)


@given(st.one_of(PIECES.map("".join), PIECES.map(" ".join), MANGLED, st.text(max_size=30)))
@tries(500)
def test_whatever_is_written_there_is_an_answer_with_places_in_the_text_and_no_words_of_the_parser(code: str) -> None:
    for problem in check(code, SCOPE, asks=True).problems:
        said = problem.message + problem.remedy
        assert 0 <= problem.offset < max(len(code), 1)
        assert "EOF" not in said
        assert "IDENTIFIER" not in said
        assert "overload" not in said
