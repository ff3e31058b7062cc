"""Read overfitting and underfitting from errors, and choose the remedy (MML 8.2.4, 8.3.3; Ng's learning curves).

Levels: 1 two numbers, against the error that noise leaves; 2 a learning curve and the limit that both errors approach;
3 a sweep over degrees or regularisation, with training, validation and test errors. Checked by reading the numbers
again: the larger of the two gaps at level 1, extrapolation from the validation errors of two sizes at level 2, and
comparison with every other setting at level 3; each option carries the cases in which its advice is right.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from question_bank._steps import exact_decimal, forms
from question_bank.ml._layout import wide
from quizgen.answers.choice import ChoiceAnswer, Option
from quizgen.answers.number import NumberAnswer
from quizgen.draw import Draw
from quizgen.exact import Q
from quizgen.exercise import exercise
from quizgen.markup.figure import Line, Plot, Points, drawn, near
from quizgen.markup.source import Tex, text
from quizgen.problem import Follow, Misconception, Part, Problem, Step, step

Ints = tuple[int, ...]


class Advice(NamedTuple):
    """Something that one might do."""

    says: str
    right: str = ""
    """The case in which it helps: "over", "under" or "good"; empty for never."""
    code: str = ""
    """What choosing it wrongly shows."""
    feedback: str = ""


RICHER = Advice(
    "The model underfits: use a richer model, with more features.",
    "under",
    "more-features-for-variance",
    "A richer model follows its training data still more closely. Which of the two errors is the problem here?",
)
LOOSER = Advice(
    "The model underfits: regularise it less.",
    "under",
    "more-features-for-variance",
    "Less regularisation makes the model freer, and that lowers the training error first of all. Is the training error "
    "the problem here?",
)
MORE_DATA = Advice(
    "The model overfits: collect more training data.",
    "over",
    "",
    "More data close the gap between training and validation error. Compare that gap with the distance of the training "
    "error from the error that nobody can avoid.",
)
SIMPLER = Advice(
    "The model overfits: use a simpler model, with fewer features.",
    "over",
    "",
    "A simpler model fits its training data less closely. Is the gap between the two errors large here?",
)
STRICTER = Advice(
    "The model overfits: regularise it more strongly.",
    "over",
    "",
    "Regularisation trades a higher training error for a smaller gap. Is the gap large here?",
)
FOLLOW_CLOSER = Advice(
    "The model overfits: add features of higher degree, so that it can follow the data more closely.",
    "",
    "more-features-for-variance",
    "More features let the model follow the noise in its training data as well: that widens the gap.",
)
DATA_FOR_BIAS = Advice(
    "The model underfits: collect more training data of the same kind.",
    "",
    "",
    "A model that cannot even fit the data it has will not fit more of them.",
)
FINE = Advice(
    "The model neither overfits nor underfits: both errors are close to what cannot be avoided.",
    "good",
    "",
    "Compare both errors with the error that nobody can avoid, and with each other: is there nothing to gain?",
)
KEEP = Advice(
    "Keep the model: the low training error shows that it has learned the task.",
    "",
    "train-error-decides",
    "A low training error alone says nothing about new data: look at the validation error.",
)
FEWER = Advice(
    "Train on a small part of the data only: the training error will fall, and it is what counts.",
    "",
    "train-error-decides",
    "The training error falls because few points are easy to fit; the error on new data is what counts.",
)
UNTIL_ZERO = Advice(
    "Enlarge the model until its training error is zero.",
    "",
    "train-error-decides",
    "A training error below what noise leaves means that the noise was learned by heart.",
)
TUNE_ON_TEST = Advice(
    "Try many settings, and keep the one with the lowest error on the test set.",
    "",
    "test-error-tuning",
    "A test set that is used to choose is no test any more: choices are made on validation data.",
)
POOLS: dict[str, tuple[Advice, ...]] = {
    "over": (MORE_DATA, SIMPLER, STRICTER),
    "under": (RICHER, LOOSER),
    "good": (FINE,),
}
WRONG: dict[str, tuple[tuple[Advice, ...], ...]] = {
    "over": ((RICHER, LOOSER), (FOLLOW_CLOSER,), (KEEP,), (TUNE_ON_TEST,)),
    "under": ((MORE_DATA, SIMPLER, STRICTER), (DATA_FOR_BIAS,), (FEWER,), (TUNE_ON_TEST,)),
    "good": ((MORE_DATA, STRICTER), (RICHER, LOOSER), (UNTIL_ZERO,), (TUNE_ON_TEST,)),
}
ALL = {a.says: a for a in (RICHER, LOOSER, MORE_DATA, SIMPLER, STRICTER, FOLLOW_CLOSER, DATA_FOR_BIAS, FINE, KEEP)}
ALL |= {a.says: a for a in (FEWER, UNTIL_ZERO, TUNE_ON_TEST)}

TWO_NUMBERS = (
    "A network that labels images has an error of @t% on its training images and of @v% on validation images. People "
    "who label the same images are wrong in about @f% of them.",
    "A spam filter is wrong on @t% of its training messages and on @v% of the validation messages. About @f% of all "
    "messages are labelled inconsistently, so no filter can do better than that.",
    "A model of house prices misses the training prices by @t% and the validation prices by @v% on average. The prices "
    "of equal houses themselves differ by about @f%.",
)

CURVE_DATA = Advice(
    "Collect more training data: with this model the validation error can reach the target.",
    "over",
    "",
    "Both errors approach the limit found in (a), and the validation error stays above it. Compare the limit with the "
    "target.",
)
CURVE_RICHER = Advice(
    "Use a richer model: with this one no amount of data brings the validation error to the target.",
    "under",
    "more-features-for-variance",
    "The training error is below the target, so the model is rich enough. What does the gap between the curves mean?",
)
CURVE_STRICTER = Advice(
    "Regularise the model more strongly: the limit of both errors will fall.",
    "",
    "",
    "Regularisation closes the gap between the curves; it cannot lower what the model is able to fit.",
)
CURVE_TEST = Advice(
    "Change the settings of the model until the error on the test set reaches the target.",
    "",
    "test-error-tuning",
    "The test set is for one honest estimate at the end. Settings chosen by it make that estimate too low.",
)
CURVE_FEWER = Advice(
    "Train with fewer data: there the training error is lowest.",
    "",
    "train-error-decides",
    "Few points are easy to fit, so the training error is low; the validation error shows what that is worth.",
)
CURVES = {a.says: a for a in (CURVE_DATA, CURVE_RICHER, CURVE_STRICTER, CURVE_TEST, CURVE_FEWER)}

CURVE_STORIES = (
    "A classifier of documents was trained on $N$ examples for several $N$.",
    "A model that predicts the failure of a sensor was trained on $N$ examples for several $N$.",
    "A network for digit images was trained on $N$ images for several $N$.",
)
SWEEP_STORIES = {
    "degree": (
        "Polynomials of degree $1$ to $6$ were fitted to the same training data.",
        "The calibration curve of a sensor is modelled by a polynomial of degree $1$ to $6$.",
    ),
    "lambda": (
        r"A model with many features was fitted with six strengths $\lambda$ of the penalty $\lambda \|\theta\|^2$.",
        r"House prices are predicted by ridge regression, with six values of the regularisation parameter $\lambda$.",
    ),
}
DEGREES = tuple(Tex(str(k)) for k in range(1, 7))
LAMBDAS = tuple(Tex(x) for x in ("0.001", "0.01", "0.1", "1", "10", "100"))


class Given(NamedTuple):
    kind: str
    """"numbers", "curve", "degree" or "lambda"."""
    setting: int
    case: str
    """What is the matter: "over", "under" or "good"."""
    train: Ints
    """In percent or hundredths, one for each size or setting."""
    validation: Ints
    test: Ints = ()
    floor: int = 0
    """The error that cannot be avoided, or the target."""
    options: tuple[str, ...] = ()
    asked: int = 0
    """At level 3 the setting of part (c)."""
    order: tuple[int, ...] = ()


SIZES = (50, 100, 200, 400)


@exercise("sta-fit-diagnosis", version=1, bounds=(1000, 2000, 1000))
def diagnosis(draw: Draw, level: int) -> Given:
    """The case is chosen first, then numbers that leave no doubt about it."""
    if level == 1:
        case = draw.weighted(("over", "under", "good"), (2, 2, 1))
        floor = draw.integer(1, 5)
        if case == "over":
            train = floor + draw.integer(0, 1)
            validation = train + draw.integer(9, 22)
        elif case == "under":
            train = floor + draw.integer(10, 22)
            validation = train + draw.integer(0, 2)
        else:
            train = floor + draw.integer(0, 1)
            validation = train + draw.integer(0, 1)
        chosen = [draw.choice(POOLS[case]), *(draw.choice(group) for group in WRONG[case])]
        options = tuple(a.says for a in draw.shuffled(chosen))
        return Given("numbers", draw.below(3), case, (train,), (validation,), floor=floor, options=options)
    return _curve(draw) if level == 2 else _sweep(draw)


def _curve(draw: Draw) -> Given:
    """Errors A - c/N and A + c/N in hundredths, the target above or below A."""
    case = draw.choice(("over", "under"))
    c = draw.choice((800, 1200, 1600) if case == "over" else (400, 800, 1200))
    limit = c // 50 + draw.integer(2, 14)
    train, validation = (tuple(limit + sign * c // n for n in SIZES) for sign in (-1, 1))
    if case == "over":
        floor = limit + draw.integer(1, c // 800)
        wrong = [CURVE_RICHER, CURVE_TEST, CURVE_FEWER]
        options = [CURVE_DATA, *wrong]
    else:
        floor = limit - draw.integer(3, max(3, limit // 3))
        options = [CURVE_RICHER, CURVE_DATA, CURVE_STRICTER, CURVE_TEST, CURVE_FEWER]
    shown = tuple(a.says for a in draw.shuffled(options))
    return Given("curve", draw.below(3), case, train, validation, floor=floor, options=shown)


def _sweep(draw: Draw) -> Given:
    """Training error falls with complexity; validation and test errors have their minima side by side."""
    kind = draw.choice(("degree", "lambda"))
    best = draw.integer(1, 4)
    beside = draw.choice([k for k in (best - 1, best + 1) if 1 <= k <= 4])
    train = [draw.integer(55, 75)]
    for k in range(1, 6):
        train.append(train[-1] - (draw.integer(6, 12) if k <= best else draw.integer(1, 4)))
    low = train[best] + draw.integer(2, 5)
    validation, test = [low] * 6, [low + draw.integer(2, 4)] * 6
    for k in range(best - 1, -1, -1):
        validation[k] = max(validation[k + 1] + draw.integer(4, 9), train[k] + draw.integer(1, 3))
    for k in range(best + 1, 6):
        validation[k] = validation[k - 1] + draw.integer(4, 9)
    shift = draw.integer(2, 4)
    for k in range(6):
        test[k] = validation[k] + shift + draw.integer(-1, 1)
    test[best] = low + shift + 1
    test[beside] = low + shift - draw.integer(1, 2)
    asked = draw.choice((0, 5))
    case = "under" if asked == 0 else "over"
    if kind == "lambda":  # a large penalty makes a simple model
        train, validation, test, asked = train[::-1], validation[::-1], test[::-1], 5 - asked
    order = tuple(draw.shuffled(range(4)))
    return Given(kind, draw.below(2), case, tuple(train), tuple(validation), tuple(test), asked=asked, order=order)


def _option(advice: Advice, case: str) -> Option:
    if advice.right == case:
        return Option(advice.says, correct=True)
    return Option(advice.says, code=_code(advice, case), feedback=advice.feedback)


def _code(advice: Advice, case: str) -> str:
    """More features are the wrong remedy against overfitting; where the fit is good they are only needless."""
    return "" if advice.code == "more-features-for-variance" and case != "over" else advice.code


@diagnosis.problem
def build(
    kind: str,
    setting: int,
    case: str,
    train: Ints,
    validation: Ints,
    test: Ints,
    floor: int,
    options: tuple[str, ...],
    asked: int,
    order: tuple[int, ...],
) -> Problem:
    """Compare training error, validation error and what cannot be avoided."""
    if kind == "numbers":
        return _numbers(setting, case, train[0], validation[0], floor, options)
    if kind == "curve":
        return _learning_curve(setting, case, train, validation, floor, options)
    return _swept(kind, setting, case, train, validation, test, asked, order)


# ------------------------------------------------------------------ level 1

READINGS = {
    "over": "The second gap is by far the larger: the model does on its training data what can be done at all, but "
    "that "
    "does not carry over to new data. It overfits (its variance is high).",
    "under": "The first gap is by far the larger: the model does not even fit its own training data, and does "
    "@worse on new data. It underfits (its bias is high).",
    "good": "Both gaps are small: the model fits its data about as well as can be done, and this carries over to new "
    "data.",
}
REMEDIES = {
    "over": "More data, a simpler model, or stronger regularisation help against a large gap between training and "
    "validation error. A richer model would make the gap wider.",
    "under": "A model that can follow the data better helps against a large training error: more features, less "
    "regularisation. More data of the same kind, or stronger regularisation, do not help it.",
    "good": "Nothing of note is left to gain: a lower training error would only mean that noise is learned by heart.",
}


def _numbers(setting: int, case: str, t: int, v: int, floor: int, options: tuple[str, ...]) -> Problem:
    answer = ChoiceAnswer.of([_option(ALL[says], case) for says in options])
    right = next(o.text for o in answer.options if o.correct)
    return Problem.single(
        prompt=TWO_NUMBERS[setting].replace("@t", str(t)).replace("@v", str(v)).replace("@f", str(floor))
        + " What is the matter with the model, if anything, and what should be done?",
        answer=answer,
        hints=(
            "Compare three numbers: the error that cannot be avoided, the training error, the validation error.",
            "The first gap (training error minus what cannot be avoided) speaks of bias, the second gap (validation "
            "error minus training error) of variance.",
        ),
        steps=(
            Step(
                f"The first gap, from what cannot be avoided to the training error, is ${t} - {floor} = {t - floor}$ "
                f"{_points(t - floor)}"
                ": it measures how badly the model fits the data that it has seen."
            ),
            Step(
                f"The second gap, from the training error to the validation error, is ${v} - {t} = {v - t}$ "
                f"{_points(v - t)}"
                ": it measures what is lost on new data."
            ),
            Step(READINGS[case].replace("@worse", "just as badly" if t == v else "hardly worse")),
            Step(
                REMEDIES[case]
                + " The test set stays out of all this: it is for one estimate at the end, not for choices."
            ),
            Step(f"So the right answer is: {right}"),
        ),
    )


def _points(n: int) -> str:
    return "percentage point" if n == 1 else "percentage points"


# ------------------------------------------------------------------ level 2


def _hundredths(values: Sequence[int]) -> list[Tex]:
    return [_decimals(v) for v in values]


def _decimals(value: int) -> Tex:
    return Tex(f"{value // 100}.{value % 100:02d}")


def _learning_curve(
    setting: int, case: str, train: Ints, validation: Ints, floor: int, options: tuple[str, ...]
) -> Problem:
    limit = Q(train[0] + validation[0], 200)
    number = NumberAnswer.of(limit)
    choice = ChoiceAnswer.of([_option(CURVES[says], case) for says in options])
    right = next(o.text for o in choice.options if o.correct)
    table = wide(
        ("$N$", SIZES),
        ("training error", _hundredths(train)),
        ("validation error", _hundredths(validation)),
    )
    c = (validation[0] - train[0]) * SIZES[0] // 2
    slips = [
        (
            "train-error-decides",
            Q(train[-1], 100),
            "That is the last training error; it is still rising. Both errors move towards each other.",
        ),
    ]
    if case == "over":
        gap = floor - int(limit * 100)
        reading = (
            f"The limit ${exact_decimal(limit)}$ is below the target ${_decimals(floor)}$, so the model is rich "
            f"enough; "
            f"the validation error is still above the target only because of the gap $c/N$, which is variance. It "
            f"falls "
            rf"to the target when $\frac{{c}}{{N}} = {_decimals(gap)}$, that is at $N = {c // gap}$."
        )

    else:
        reading = (
            f"The limit ${exact_decimal(limit)}$ is above the target ${_decimals(floor)}$. The validation error always "
            "stays above the limit, so more data cannot help: the model itself is too poor (its bias is high)."
        )
    return Problem(
        prompt=CURVE_STORIES[setting]
        + " The table and the picture show its training error and its validation error; the target for the validation "
        + f"error is ${_decimals(floor)}$.\n\n"
        + table
        + _curve_figure(train, validation, floor),
        parts=(
            Part(
                "a",
                number,
                r"The training error behaves like $A - \frac{c}{N}$ and the validation error like $A + \frac{c}{N}$. "
                r"Find "
                "the limit $A$ of both.",
                misconceptions=tuple(Misconception(code, NumberAnswer.of(v), why) for code, v, why in slips),
            ),
            Part(
                "b",
                choice,
                "What should be done to reach the target?",
                follows=Follow("a", ("u",), "", "u > 0", conditions=tuple(_holds(says, floor) for says in options)),
            ),
        ),
        hints=(
            "Add the two errors at one $N$: what cancels?",
            "The limit is what this model could reach with unlimited data. Compare it with the target.",
            "A limit below the target means that the gap between the curves is the problem; a limit above it means "
            "that "
            "the model is.",
        ),
        steps=(
            step(
                r"At $N = 50$ the sum of both errors is $@t + @v = 2A$, because $\frac{c}{N}$ cancels. So $A = "
                r"@limit$.",
                t=_decimals(train[0]),
                v=_decimals(validation[0]),
                limit=exact_decimal(limit),
            ),
            step(
                r"Half of their difference is $\frac{c}{N}$: at $N = 50$ it is $\frac{1}{2}(@v - @t) = @half$, so $c = "
                r"50 \cdot @half = @c$. Check at $N = 400$: $@limit + \frac{@c}{400} = @last$, as in the table.",
                t=_decimals(train[0]),
                v=_decimals(validation[0]),
                half=_decimals((validation[0] - train[0]) // 2),
                c=Q(c, 100),
                limit=exact_decimal(limit),
                last=_decimals(validation[-1]),
            ),
            Step(reading),
            Step(
                "Neither a low training error with few data nor the test set may decide: the first says nothing about "
                "new data, and a test set that decides is no test any more."
            ),
            Step(
                text(
                    "(a) The limit is $@number$. (b) The right answer is: ", number=forms(exact_decimal(limit), number)
                )
                + right
            ),
        ),
    )


def _holds(says: str, floor: int) -> str:
    """The condition on the limit u under which an option is right: the target is compared with it."""
    target = Q(floor, 100)
    conditions = {CURVE_DATA.says: f"u < {target}", CURVE_RICHER.says: f"u >= {target}"}
    return conditions.get(says, "u < 0")


def _curve_figure(train: Ints, validation: Ints, floor: int) -> str:
    c = (validation[0] - train[0]) * SIZES[0] / 200
    limit = (train[0] + validation[0]) / 200
    sizes = [50 + 350 * k / 40 for k in range(41)]
    return drawn(
        Plot(
            "Two curves against the number N of training examples, from 50 to 400. The training error rises and the "
            "validation error falls; they approach each other. A horizontal dashed line marks the target.",
            x_range=(0, 420),
            y_range=(0, near(validation[0] / 100 + 0.04)),
            x_label="$N$",
            y_label="error",
            marks=(
                Line(tuple((near(n), near(limit - c / n)) for n in sizes), label="training"),
                Line(tuple((near(n), near(limit + c / n)) for n in sizes), label="validation", style="dotted"),
                Line(((0, near(floor / 100)), (420, near(floor / 100))), label="target", style="dashed"),
                Points(tuple((float(n), near(v / 100)) for n, v in zip(SIZES, train, strict=True))),
                Points(
                    tuple((float(n), near(v / 100)) for n, v in zip(SIZES, validation, strict=True)), marker="circle"
                ),
            ),
        )
    )


# ------------------------------------------------------------------ level 3


def _names(kind: str) -> list[str]:
    if kind == "degree":
        return [f"degree ${k}$" for k in DEGREES]
    return [rf"$\lambda = {x}$" for x in LAMBDAS]


def _advice(kind: str) -> tuple[tuple[str, str], ...]:
    """What could be said of one setting, with the case in which it is right."""
    more, less = (
        ("a higher degree", "a lower degree") if kind == "degree" else (r"a smaller $\lambda$", r"a larger $\lambda$")
    )
    return (
        (f"It overfits; {less} helps.", "over"),
        (f"It overfits; {more} helps.", ""),
        (f"It underfits; {more} helps.", "under"),
        (f"It underfits; {less} helps.", ""),
    )


WHERE = {
    "degree": "A higher degree makes a richer model, so the training error falls along the table from left to right.",
    "lambda": r"A larger $\lambda$ makes a more restricted model, so the training error rises along the table from "
    "left to "
    "right.",
}


def _swept(
    kind: str, setting: int, case: str, train: Ints, validation: Ints, test: Ints, asked: int, order: tuple[int, ...]
) -> Problem:
    names = _names(kind)
    best = validation.index(min(validation))
    by_train, by_test = train.index(min(train)), test.index(min(test))
    picks = []
    for k, name in enumerate(names):
        if k == by_train:
            picks.append(
                Option(
                    name,
                    code="train-error-decides",
                    feedback="The training error only falls as the model becomes richer: it would always choose the "
                    "richest one.",
                )
            )
        elif k == by_test:
            picks.append(
                Option(
                    name,
                    code="test-error-tuning",
                    feedback="That is the minimum of the test error. A test set that chooses gives no honest estimate "
                    "any more.",
                )
            )
        else:
            picks.append(Option(name, correct=k == best))
    pick = ChoiceAnswer.of(picks)
    report = NumberAnswer.of(str(_decimals(test[best])))
    advice = _advice(kind)
    spoken = []
    for i in order:
        says, right = advice[i]
        richer = i in (1, 2)
        code = "more-features-for-variance" if richer and case == "over" else ""
        spoken.append(
            Option(says, correct=True)
            if right == case
            else Option(
                says,
                code=code,
                feedback="Compare its training and validation error with those of its neighbours, and ask whether "
                "the model should become richer or simpler.",
            )
        )
    remark = ChoiceAnswer.of(spoken)
    symbol = "degree" if kind == "degree" else r"$\lambda$"
    table = wide(
        (symbol, DEGREES if kind == "degree" else LAMBDAS),
        ("training error", _hundredths(train)),
        ("validation error", _hundredths(validation)),
        ("test error", _hundredths(test)),
    )
    reports = [
        (
            "test-error-tuning",
            min(test),
            "That is the smallest test error, of a setting that the validation data do not "
            "choose. Picking the smallest one makes the estimate too low.",
        ),
        (
            "train-error-decides",
            train[best],
            "That is the error on data that the model was fitted to, which is lower than on new data.",
        ),
        (
            "test-error-tuning",
            validation[best],
            "That is the error by which the setting was chosen: as the smallest of six it is a little too low. The "
            "estimate needs data that chose nothing.",
        ),
        (
            "train-error-decides",
            test[by_train],
            "A test error is the right one to report, but this one belongs to the setting with the lowest training "
            "error. The validation data choose another setting.",
        ),
    ]
    reading = (
        f"Its training error ${_decimals(train[asked])}$ is the lowest of all, but its validation error "
        f"${_decimals(validation[asked])}$ is far above it: the model follows the noise of its training data. It "
        f"overfits."
        if case == "over"
        else f"Its training error ${_decimals(train[asked])}$ is the highest of all and its validation error "
        f"${_decimals(validation[asked])}$ is high with it: the model cannot follow the data. It underfits."
    )
    right_remark = next(o.text for o in remark.options if o.correct)
    return Problem(
        prompt=SWEEP_STORIES[kind][setting]
        + " The errors are mean squared errors.\n\n"
        + table
        + _sweep_figure(kind, train, validation),
        parts=(
            Part("a", pick, "Which setting should be chosen?"),
            Part(
                "b",
                report,
                "Which of the errors in the table should be reported as an honest estimate of the error of the chosen "
                "model "
                "on new data?",
                misconceptions=tuple(
                    Misconception(code, NumberAnswer.of(str(_decimals(v))), why)
                    for n, (code, v, why) in enumerate(reports)
                    if v != test[best] and v not in [other for _, other, _ in reports[:n]]
                ),
            ),
            Part("c", remark, f"What is to be said of the model with {names[asked]}?"),
        ),
        hints=(
            "Each of the three data sets has one use: fit the parameters, choose the setting, estimate the error once.",
            "The error by which a setting was chosen is a little too low as an estimate: it is the smallest of "
            "several.",
            "In which direction of the table does the model become richer?",
        ),
        steps=(
            Step(WHERE[kind] + " It cannot choose the setting, because it always prefers the richest model."),
            Step(
                f"Validation data choose: their smallest error is ${_decimals(validation[best])}$, at {names[best]}. "
                f"On "
                "both sides of it the validation error rises, as it should."
            ),
            Step(
                f"The test error is smallest at {names[by_test]}, but it must not choose. It is looked at once, for "
                f"the chosen setting: ${_decimals(test[best])}$. The validation error ${_decimals(validation[best])}$ "
                "was the smallest of six, and so is a little too optimistic."
            ),
            Step(f"Now the model with {names[asked]}. {reading}"),
            Step(f"(a) Choose {names[best]}. " + text("(b) Report $@report$. (c) ", report=report) + right_remark),
        ),
    )


def _sweep_figure(kind: str, train: Ints, validation: Ints) -> str:
    first = 1 if kind == "degree" else -3
    at = [float(first + k) for k in range(6)]
    label = "degree" if kind == "degree" else r"$\log_{10} \lambda$"
    way = "falls from left to right" if kind == "degree" else "rises from left to right"
    return drawn(
        Plot(
            f"Training and validation error for the six settings. The training error {way}; the validation error falls "
            "first and rises later.",
            x_range=(at[0] - 0.5, at[-1] + 0.5),
            y_range=(0, near(max(validation) / 100 + 0.1)),
            x_label=label,
            y_label="error",
            marks=(
                Line(tuple((x, near(v / 100)) for x, v in zip(at, train, strict=True)), label="training"),
                Line(
                    tuple((x, near(v / 100)) for x, v in zip(at, validation, strict=True)),
                    label="validation",
                    style="dotted",
                ),
            ),
        )
    )


# ------------------------------------------------------------------ the second opinion


@diagnosis.verify
def read_again(
    kind: str,
    setting: int,
    case: str,
    train: Ints,
    validation: Ints,
    test: Ints,
    floor: int,
    options: tuple[str, ...],
    asked: int,
    order: tuple[int, ...],
    answer: object,
) -> bool:
    """The case from the numbers alone, and the advice that fits it."""
    if kind == "numbers":
        gaps = {"under": train[0] - floor, "over": validation[0] - train[0]}
        found = max(gaps, key=lambda name: gaps[name]) if max(gaps.values()) > 4 else "good"
        return isinstance(answer, tuple) and [ALL[says].right for says in answer] == [found]
    assert isinstance(answer, dict)
    if kind == "curve":
        # N times the error is linear in N: its slope is the limit.
        limit = Q(SIZES[3] * validation[3] - SIZES[0] * validation[0], 100 * (SIZES[3] - SIZES[0]))
        found = "over" if limit * 100 < floor else "under"
        return bool(answer["a"] == limit and [CURVES[says].right for says in answer["b"]] == [found])
    names = _names(kind)
    chosen = [k for k, name in enumerate(names) if name in answer["a"]]
    if len(chosen) != 1 or any(v < validation[chosen[0]] for v in validation):
        return False
    rising = train[asked] > train[chosen[0]]
    richer_is_later = train[-1] < train[0]
    to_chosen = (chosen[0] > asked) == richer_is_later
    words = ("underfits" if rising else "overfits", _towards(kind, to_chosen))
    said = answer["c"]
    return bool(answer["b"] == Q(test[chosen[0]], 100) and len(said) == 1 and all(word in said[0] for word in words))


def _towards(kind: str, richer: bool) -> str:
    if kind == "degree":
        return "higher" if richer else "lower"
    return "smaller" if richer else "larger"
