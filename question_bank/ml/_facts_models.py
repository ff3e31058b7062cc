"""Statements of level 1: which task, which kind of model. What is asked for is what the statement overlooks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from question_bank._facts_common import SMALL, anything, claimed, pair, reasoned, search
from question_bank._statements import Numbers
from quizgen.draw import Draw

NUMBER = None


class Setting(NamedTuple):
    """A task of machine learning."""

    says: str
    targets: tuple[Any, ...]
    """Targets of two training examples; none where the data are unlabelled."""
    seeks: str = ""
    """What is sought in unlabelled data: groups, directions or a density."""


NUMBERS = (
    Setting("predict the price of a house from its area and age, given the prices of sold houses", (310.5, 247.0)),
    Setting("predict tomorrow's temperature from today's measurements, given records of many days", (18.4, 21.0)),
    Setting("estimate the age of a person from a photograph, given photographs with the ages", (34.0, 71.5)),
    Setting("predict the fuel consumption of a car from its weight and power, given measured cars", (5.2, 7.9)),
    Setting(
        "predict how long a journey takes from distance and hour, given past journeys with durations", (22.5, 48.0)
    ),
)
CLASSES = (
    Setting("decide whether an email is spam, given emails that were marked as spam or not", ("spam", "no spam")),
    Setting(
        "recognise which digit an image shows, given images with the digits written beside them", ("three", "eight")
    ),
    Setting("tell from blood values whether a patient is ill, given patients with their diagnoses", ("ill", "healthy")),
    Setting("name the language of a text, given texts with their languages", ("Danish", "Welsh")),
    Setting(
        "tell the species of a flower from four lengths, given flowers with their species", ("setosa", "virginica")
    ),
)
GROUPS = (
    Setting("find groups of customers who buy alike, given nothing but their purchases", (), "groups"),
    Setting("sort news articles into groups of similar ones, given the texts alone", (), "groups"),
    Setting("divide galaxies into groups by their measured shapes, without any names given", (), "groups"),
)
DIRECTIONS = (
    Setting(
        "find the two directions in which 50 measured features vary most, given the measurements alone",
        (),
        "directions",
    ),
    Setting("describe images of 784 pixels by ten numbers each, with as little loss as possible", (), "directions"),
    Setting("draw data with 20 features in the plane so that as much variance as possible is kept", (), "directions"),
)


def one_of(*settings: Setting) -> Callable[[Draw], Numbers]:
    """A drawn setting."""

    def make(draw: Draw) -> Numbers:
        setting = draw.choice(settings)
        return {"task": setting.says, "targets": setting.targets, "seeks": setting.seeks}

    return make


def kind_of(numbers: Numbers) -> str:
    """The task by its targets: numbers, names, or none."""
    targets = numbers["targets"]
    if not targets:
        return {"groups": "clustering", "directions": "dimensionality reduction"}[numbers["seeks"]]
    return "regression" if all(isinstance(t, float) for t in targets) else "classification"


REASONS = (
    "What is to be predicted is a category, not a number.",
    "What is to be predicted is a number, not a category.",
    "Nothing is to be predicted: the data come without targets.",
)
REPLIES = (
    "Look at the targets in the training data: are they names?",
    "Look at the targets in the training data: are they numbers?",
    "The training data do come with targets.",
)
TASK = ("A task: @task.", "Someone wants to @task.", "Consider this task: @task.")


def fails(*right: str) -> Callable[..., Sequence[bool]]:
    """Which reasons speak against calling the task by one of the right names."""

    def check(numbers: Numbers, truth: bool) -> Sequence[bool]:
        kind = kind_of(numbers)
        wrong = kind not in right
        return [
            wrong and kind == "classification",
            wrong and kind == "regression",
            wrong and kind not in ("classification", "regression"),
        ]

    return check


KIND_HINT = "Which targets do the training data have: numbers, names of classes, or none?"

REGRESSION = pair(
    "regression",
    1,
    TASK,
    KIND_HINT,
    {},
    reasoned(
        ("This is a regression problem.", "The problem belongs to regression."),
        "The targets are numbers on a continuous scale, and they are given for the training data: that is regression.",
        "Are the targets numbers?",
        numbers=one_of(*NUMBERS),
    ),
    reasoned(
        ("This is a regression problem.", "The problem belongs to regression."),
        "The targets are given, but they are categories: there is no scale on which a prediction could lie "
        "between two of "
        "them. That is classification.",
        "Can a prediction lie between two targets?",
        0,
        numbers=one_of(*CLASSES),
    ),
    reasons=REASONS,
    replies=REPLIES,
    check=fails("regression"),
)

CLASSIFICATION = pair(
    "classification",
    1,
    TASK,
    KIND_HINT,
    {},
    reasoned(
        ("This is a classification problem.", "The problem belongs to classification."),
        "The targets are categories, and they are given for the training data: that is classification.",
        "Are the targets categories?",
        numbers=one_of(*CLASSES),
    ),
    reasoned(
        ("This is a classification problem.", "The problem belongs to classification."),
        "The targets are given, and they are numbers: errors have a size, and predictions lie on a scale. That is "
        "regression.",
        "Can a prediction be nearly right?",
        1,
        numbers=one_of(*NUMBERS),
    ),
    reasons=REASONS,
    replies=REPLIES,
    check=fails("classification"),
)

SUPERVISED = pair(
    "supervised",
    1,
    TASK,
    "Are the right answers given for the training data?",
    {},
    reasoned(
        ("This is supervised learning.", "The problem belongs to supervised learning."),
        "For every training example the right answer is given, as a number or as a category: that is supervised "
        "learning.",
        "Are right answers given?",
        numbers=one_of(*NUMBERS, *CLASSES),
    ),
    reasoned(
        ("This is supervised learning.", "The problem belongs to supervised learning."),
        "Only the data are given, with no right answers to learn from. Clustering and dimensionality reduction are "
        "unsupervised learning.",
        "From which right answers could it learn?",
        2,
        numbers=one_of(*GROUPS, *DIRECTIONS),
    ),
    reasons=REASONS,
    replies=REPLIES,
    check=fails("regression", "classification"),
)

UNLABELLED_REASONS = (
    "Directions or coordinates are sought, not groups.",
    "Right answers are given for the training data.",
    "There are too many data to form groups.",
)


def _no_clustering(numbers: Numbers, truth: bool) -> Sequence[bool]:
    kind = kind_of(numbers)
    return [kind == "dimensionality reduction", kind in ("regression", "classification"), False]


CLUSTERING = pair(
    "clustering",
    1,
    TASK,
    "Should the result say for each example where it belongs, or describe it by fewer numbers?",
    {},
    reasoned(
        ("This is a clustering problem.", "The problem belongs to clustering."),
        "The data are unlabelled, and each example is to be put into one of several groups: that is clustering.",
        "What does the result say about each example?",
        numbers=one_of(*GROUPS),
    ),
    reasoned(
        ("This is a clustering problem.", "The problem belongs to clustering."),
        "The data are unlabelled, but each example is to be described by fewer numbers, not put into a group: that is "
        "dimensionality reduction, for example with PCA.",
        "What does the result say about each example?",
        0,
        numbers=one_of(*DIRECTIONS),
    ),
    reasons=UNLABELLED_REASONS,
    replies=(
        "Groups are what is sought here.",
        "No right answers are given.",
        "The number of data does not decide what the problem is.",
    ),
    check=_no_clustering,
)

# (name, what it stores for n examples with d features: a n + b)
FIXED = (
    ("Linear regression on $d$ features", 0, 1),
    ("Logistic regression on $d$ features", 0, 1),
    ("A neural network with two layers of fixed width", 0, 40),
    ("Naive Bayes with Gaussian features", 0, 4),
    ("A Gaussian mixture with three components", 0, 9),
)
GROWING = (
    ("The $k$-nearest-neighbour classifier", 1, 0),
    ("Kernel density estimation", 1, 0),
    ("Gaussian process regression", 1, 2),
    ("Kernel ridge regression", 1, 1),
    ("A nearest-neighbour regression", 1, 0),
)


def _models(*models: tuple[str, int, int]) -> Callable[[Draw], Numbers]:
    def make(draw: Draw) -> Numbers:
        name, slope, constant = draw.choice(models)
        return {"model": name, "slope": slope, "constant": constant}

    return make


def _grows(numbers: Numbers, truth: bool) -> Sequence[bool]:
    small, large = (numbers["slope"] * n + numbers["constant"] for n in (100, 200))
    return [large > small, large < small, small == large == 0]


PARAMETRIC = pair(
    "parametric",
    1,
    ("@model is used for predictions.", "Consider this model. @model makes predictions from training data."),
    "Which numbers do you have to keep to make predictions when the training data are deleted?",
    {},
    reasoned(
        (
            "It is a parametric model: what it has to keep for predictions does not grow with the number of training "
            "examples.",
            "As a parametric model it keeps as many numbers for predictions after 200 training examples as after 100.",
        ),
        "It keeps a fixed number of parameters, however many examples they were fitted to. The training data can "
        "be deleted "
        "afterwards.",
        "Count its parameters for 100 and for 200 examples.",
        numbers=_models(*FIXED),
    ),
    reasoned(
        (
            "It is a parametric model: what it has to keep for predictions does not grow with the number of training "
            "examples.",
            "As a parametric model it keeps as many numbers for predictions after 200 training examples as after 100.",
        ),
        "Each prediction is computed from the training examples themselves, so they all have to be kept: the model is "
        "nonparametric. (It may have a few parameters besides.)",
        "Can it predict when the training data are deleted?",
        0,
        numbers=_models(*GROWING),
    ),
    reasons=(
        "Its predictions use all training examples, so these have to be kept.",
        "It keeps fewer numbers, the more examples there are.",
        "It keeps no numbers at all.",
    ),
    replies=(
        "Its predictions need its fitted parameters only.",
        "More examples never make it keep less.",
        "Without any numbers it could not predict.",
    ),
    check=_grows,
)

LINEAR = pair(
    "linear-in-what",
    1,
    (
        r"A model has the parameters $a, b$ and the input $x$, and predicts $f(x) = a x + b x^2$. For all values of "
        r"these it",
        r"A regression model predicts $f(x) = a x + b x^2$; its parameters are $a, b$, its input is $x$. "
        r"Whatever their values are, it",
    ),
    "What happens to the prediction if the parameters are doubled? And if the input is doubled?",
    {"a": NUMBER, "b": NUMBER, "x": NUMBER},
    claimed(
        (
            "is linear in its parameters: doubling both of them doubles the prediction.",
            "doubles its prediction if both parameters are doubled, because it is linear in its parameters.",
        ),
        r"$(2a) x + (2b) x^2 = 2 (a x + b x^2)$. Because of this, least squares has a closed solution, with the "
        r"features $x$ "
        r"and $x^2$: linear regression means linear in the parameters.",
        (),
        "(2 a) x + (2 b) x^2 = 2 (a x + b x^2)",
        search(anything, a=SMALL, b=SMALL, x=SMALL),
        "Put twice the parameters in.",
    ),
    claimed(
        (
            "is linear in its input: doubling it doubles the prediction.",
            "doubles its prediction if the input is doubled, because it is linear in its input.",
        ),
        r"$a (2x) + b (2x)^2 = 2 a x + 4 b x^2$: the feature $x^2$ makes the model nonlinear in $x$. It is linear "
        r"in the "
        "parameters, and that is what linear regression needs.",
        (),
        "a (2 x) + b (2 x)^2 = 2 (a x + b x^2)",
        search(anything, a=SMALL, b=SMALL, x=SMALL),
        "Put twice the input in: what happens to its square?",
    ),
    tex={"2 (a x + b x^2)": "2 f(x)", "a (2 x) + b (2 x)^2": "f(2x)"},
)

ACTIVATIONS: dict[str, Callable[[float], float]] = {
    "none": lambda z: z,
    "relu": lambda z: max(z, 0.0),
    "square": lambda z: z * z,
}


def _network(*kinds: tuple[str, str]) -> Callable[[Draw], Numbers]:
    def make(draw: Draw) -> Numbers:
        kind, words = draw.choice(kinds)
        return {
            "kind": kind,
            "words": words,
            "layers": draw.integer(2, 5),
            "units": draw.choice((2, 3, 4, 8, 16, 32, 64)),
        }

    return make


def _always_affine(numbers: Numbers, truth: bool) -> Sequence[bool]:
    """Random weights, and the values at three points in equal distances: does the middle always lie on the line?"""
    sigma = ACTIVATIONS[numbers["kind"]]
    bent = False
    for trial in range(40):
        draw = Draw("network", numbers["kind"], trial)
        layers = numbers["layers"] + 1
        weights = [[draw.integer(-3, 3, nonzero=True), draw.integer(-3, 3)] for _ in range(layers)]

        def f(x: float, weights: list[list[int]] = weights) -> float:
            for w, b in weights[:-1]:
                x = sigma(w * x + b)
            return weights[-1][0] * x + weights[-1][1]

        bent = bent or any(abs(f(x - 1) + f(x + 1) - 2 * f(x)) > 1e-9 for x in (-2.0, -1.0, 0.0, 1.0, 2.0))
    return [not bent, False, False]


NETWORK = pair(
    "layers-without-activation",
    1,
    (
        r"A network with @layers hidden layers of @units units @words",
        r"Take @layers hidden layers of @units units, @words: such a network",
    ),
    r"Write a network with two layers as one formula. What is left between the weight matrices?",
    {},
    reasoned(
        (
            "can compute functions that are not affine (a linear map plus a constant).",
            "can represent more than affine functions, that is more than a linear map plus a constant.",
        ),
        "The nonlinear function between the layers keeps their matrices from merging into one: the network can bend.",
        "What stands between two weight matrices?",
        numbers=_network(
            ("relu", "with the ReLU function after each of them"), ("square", "whose outputs are squared")
        ),
    ),
    reasoned(
        (
            "can compute functions that are not affine (a linear map plus a constant).",
            "can represent more than affine functions, that is more than a linear map plus a constant.",
        ),
        r"Two layers give $W_2 (W_1 x + b_1) + b_2 = (W_2 W_1) x + (W_2 b_1 + b_2)$: a single affine map, and so "
        r"on for more "
        "layers. Depth without an activation function adds nothing.",
        "Multiply the matrices of two layers: what do you get?",
        0,
        code="linear-net-nonlinear",
        numbers=_network(
            ("none", "without activation functions"), ("none", "with the identity as activation function")
        ),
    ),
    reasons=(
        "Affine maps one after the other are an affine map.",
        "It has too few units for that.",
        "It has too few layers for that.",
    ),
    replies=(
        "Between the layers stands a function that is not affine.",
        "More units would not change what kind of function it is.",
        "More layers would not change what kind of function it is.",
    ),
    check=_always_affine,
)


def _sets(*rows: tuple[str, str]) -> Callable[[Draw], Numbers]:
    def make(draw: Draw) -> Numbers:
        name, used = draw.choice(rows)
        what = draw.choice(
            (
                "the penalty of ridge regression",
                "the number of neighbours",
                "the degree of a polynomial",
                "the number of hidden units",
                "the width of a kernel",
            )
        )
        return {"set": name, "used": used, "what": what}

    return make


def _set_fails(numbers: Numbers, truth: bool) -> Sequence[bool]:
    return [numbers["used"] == "reports", numbers["used"] == "fits", False]


CHOICE = pair(
    "choose-hyperparameter",
    1,
    (
        "Weights are fitted on a training set, and at the end the error on a test set is reported. In between",
        "A model is fitted on training data and finally judged, once, on test data. On the way",
    ),
    "The choice needs data that the model was not fitted to. Which data have to wait until the end?",
    {},
    reasoned(
        (
            "@what should be chosen by the error on the @set.",
            "the right set to choose @what is the @set.",
        ),
        "The model that is judged on these data was fitted without them, and the final error is measured on others. "
        "So their error is an honest guide for the choice, and the test error stays honest, too.",
        "Was the model that is judged on these data fitted to them? Is the final error measured on them?",
        numbers=_sets(
            ("validation set", "chooses"), ("folds that cross-validation leaves out of the training set", "chooses")
        ),
    ),
    reasoned(
        (
            "@what should be chosen by the error on the @set.",
            "the right set to choose @what is the @set.",
        ),
        "Of several models the one that happens to fit these data best would be chosen, and then be judged on "
        "the same data: "
        "the reported error would be the smallest of several, and too good.",
        "What will the test error be used for afterwards?",
        0,
        numbers=_sets(("test set", "reports"), ("test set that is kept for the final error", "reports")),
    ),
    reasons=(
        "The error that is reported in the end would be too good.",
        "The weights were fitted to these data, so the most flexible model would always win.",
        "The data of that set have no targets.",
    ),
    replies=(
        "That set is not used for the final error.",
        "The weights that are judged on these data were not fitted to them.",
        "All these sets have targets.",
    ),
    check=_set_fails,
)

PAIRS = (REGRESSION, CLASSIFICATION, SUPERVISED, CLUSTERING, PARAMETRIC, LINEAR, NETWORK, CHOICE)
