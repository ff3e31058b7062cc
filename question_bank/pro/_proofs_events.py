"""Proofs of level 1: unions of events, total probability."""

from __future__ import annotations

from question_bank._proofs import Line, Proof, Slip

EVENTS = (("A", "B"), (("A", "B"), ("E", "F"), ("C", "D")))

UNION = Proof(
    "probability-of-union",
    1,
    r"For events $@A$ and $@B$ we have $P(@A \cup @B) = P(@A) + P(@B) - P(@A \cap @B) \le P(@A) + P(@B)$.",
    (
        Line("split", r"The event $@A \cup @B$ is the disjoint union of $@A$ and $@B \setminus @A$."),
        Line("first", r"So $P(@A \cup @B) = P(@A) + P(@B \setminus @A)$.", ("split",)),
        Line("parts", r"The event $@B$ is the disjoint union of $@A \cap @B$ and $@B \setminus @A$."),
        Line("second", r"So $P(@B) = P(@A \cap @B) + P(@B \setminus @A)$.", ("parts",)),
        Line(
            "combine",
            r"Solve for $P(@B \setminus @A)$ and insert: $P(@A \cup @B) = P(@A) + P(@B) - P(@A \cap @B)$.",
            ("first", "second"),
        ),
        Line("bound", r"As $P(@A \cap @B) \ge 0$, this gives $P(@A \cup @B) \le P(@A) + P(@B)$.", ("combine",)),
    ),
    (
        Slip(
            "combine",
            r"As $P(@B \setminus @A) = P(@B) - P(@A) P(@B)$, we get $P(@A \cup @B) = P(@A) + P(@B) - P(@A) P(@B)$.",
            r"The probability $P(@A \cap @B)$ is the product of the two probabilities for independent events only.",
            "splits-expectation-of-product",
        ),
        Slip(
            "second",
            r"So $P(@B) = P(@B \mid @A) + P(@B \setminus @A)$.",
            r"The probability of $@B$ given $@A$ is not that of $@A \cap @B$: a factor has been lost.",
            "conditional-dropped",
        ),
        Slip(
            "split",
            r"The event $@A \cup @B$ is the disjoint union of $@A$ and $@B$.",
            "These two events may have outcomes in common.",
        ),
        Slip(
            "bound",
            r"As $P(@A \cap @B) = 0$, this gives $P(@A \cup @B) \le P(@A) + P(@B)$.",
            "Nothing says that the events exclude each other; that a probability is not negative is enough.",
        ),
    ),
    "Additivity holds for disjoint events: take the union apart into such events.",
    (EVENTS,),
)

TOTAL = Proof(
    "total-probability",
    1,
    r"Let $@{B}_1, @{B}_2, \ldots$ be pairwise disjoint events with union $\Omega$ and $P(@{B}_i) > 0$. Then $P(@A) "
    r"= \sum_i P(@A \mid @{B}_i) P(@{B}_i)$ for every event $@A$.",
    (
        Line("cover", r"As the $@{B}_i$ cover $\Omega$, $@A$ is the union of the events $@A \cap @{B}_i$."),
        Line("disjoint", r"As the $@{B}_i$ are pairwise disjoint, so are the events $@A \cap @{B}_i$."),
        Line(
            "add",
            r"So by the additivity of $P$ for countably many events $P(@A) = \sum_i P(@A \cap @{B}_i)$.",
            ("cover", "disjoint"),
        ),
        Line(
            "condition",
            r"By definition of the conditional probability, $P(@A \cap @{B}_i) = P(@A \mid @{B}_i) P(@{B}_i)$.",
        ),
        Line("end", r"Inserted, $P(@A) = \sum_i P(@A \mid @{B}_i) P(@{B}_i)$.", ("add", "condition")),
    ),
    (
        Slip(
            "add",
            r"For $n$ events this is additivity, and what holds for every finite sum always holds in the limit "
            r"$n \to \infty$: $P(@A) = \sum_i P(@A \cap @{B}_i)$.",
            "Additivity for finitely many events does not give that for infinitely many; there is an axiom which does.",
            "swaps-sum-and-limit",
        ),
        Slip(
            "condition",
            r"As $P(@A \mid @{B}_i) = P(@A)$, we have $P(@A \cap @{B}_i) = P(@A) P(@{B}_i)$.",
            r"That the probability does not change under the condition holds for independent events only.",
            "conditional-dropped",
        ),
        Slip(
            "condition",
            r"Probabilities of intersections are products, $P(@A \cap @{B}_i) = P(@A) P(@{B}_i)$.",
            "That holds for independent events only.",
            "splits-expectation-of-product",
        ),
        Slip(
            "cover",
            r"As the $@{B}_i$ are independent, $@A$ is the union of the events $@A \cap @{B}_i$.",
            "Nothing is said of independence, and disjoint events with positive probability are never independent.",
        ),
    ),
    r"Take $@A$ apart along the $@{B}_i$.",
    (EVENTS,),
)

UNION_BOUND = Proof(
    "union-bound",
    1,
    r"For events $@{A}_1, @{A}_2, \ldots$ we have $P\left(\bigcup_i @{A}_i\right) \le \sum_i P(@{A}_i)$.",
    (
        Line("put", r"Let $@{B}_i$ be the event that $@{A}_i$ occurs and none of $@{A}_1, \ldots, @{A}_{i-1}$."),
        Line("disjoint", r"The events $@{B}_1, @{B}_2, \ldots$ are pairwise disjoint.", ("put",)),
        Line(
            "same",
            r"If some $@{A}_i$ occurs, then $@{B}_i$ does for the first such $i$; so $\bigcup_i @{B}_i = \bigcup_i "
            "@{A}_i$.",
            ("put",),
        ),
        Line(
            "add",
            r"By the additivity of $P$ for countably many events, $P\left(\bigcup_i @{A}_i\right) = \sum_i P(@{B}_i)$.",
            ("disjoint", "same"),
        ),
        Line("smaller", r"As $@{B}_i \subseteq @{A}_i$, we have $P(@{B}_i) \le P(@{A}_i)$.", ("put",)),
        Line("end", r"Together, $P\left(\bigcup_i @{A}_i\right) \le \sum_i P(@{A}_i)$.", ("add", "smaller")),
    ),
    (
        Slip(
            "add",
            r"For the first $n$ events this is additivity, and what holds for every finite sum always holds in the "
            r"limit $n \to \infty$: $P\left(\bigcup_i @{A}_i\right) = \sum_i P(@{B}_i)$.",
            "What holds for finitely many events need not hold for infinitely many; there is an axiom for countably "
            "many disjoint events.",
            "swaps-sum-and-limit",
        ),
        Slip(
            "smaller",
            r"As probabilities of intersections are products, $P(@{B}_i) = P(@{A}_i) \prod_{j<i} (1 - P(@{A}_j)) \le "
            "P(@{A}_i)$.",
            "The events need not be independent.",
            "splits-expectation-of-product",
        ),
        Slip(
            "smaller",
            r"As $@{B}_i$ is $@{A}_i$ under a condition, $P(@{B}_i) = P(@{A}_i)$, so $P(@{B}_i) \le P(@{A}_i)$.",
            "The event $@{B}_i$ is a smaller event, not $@{A}_i$ under a condition, and a condition may not be "
            "dropped, either.",
            "conditional-dropped",
        ),
        Slip(
            "disjoint",
            r"The events $@{A}_1, @{A}_2, \ldots$ are pairwise disjoint, and so are $@{B}_1, @{B}_2, \ldots$",
            "Nothing says so of the given events; that is why new ones were made.",
        ),
    ),
    "Replace the events by disjoint ones with the same union.",
    (EVENTS,),
)

PROOFS = (UNION, TOTAL, UNION_BOUND)
