"""Exact samplers: every number of an exercise is drawn by one of these, in the range where work stays clean.

All take a `Draw` first, are deterministic in it, and return ints, `Q` and `exact.Matrix`. They choose the
answer first. Constraints that contradict each other raise ValueError; a search that fails in bounded tries
raises CannotDraw.
"""

from .data import (
    Covariance,
    LinePoints,
    PrincipalData,
    Regression,
    covariance_integer,
    full_rank_design,
    integer_data,
    points_on_line,
    principal_data,
    regression_data,
)
from .definite import (
    Cholesky,
    Definiteness,
    QuadraticForm,
    cholesky_pair,
    indefinite,
    positive_definite,
    quadratic_form,
    semidefinite,
    symmetric,
)
from .eigen import (
    Eigen,
    orthogonal,
    signed_permutation,
    symmetric_eigensystem,
    symmetric_with_eigenvalues,
    with_eigenvalues,
)
from .matrices import (
    LU,
    echelon,
    invertible,
    lu_pair,
    pivot_columns,
    singular,
    triangular,
    unimodular,
    with_rank,
)
from .polynomials import nice_roots, polynomial
from .probability import BayesSetting, bayes_setting, distribution, joint_table, percentages, values
from .systems import System, Underdetermined, system_inconsistent, system_underdetermined, system_unique
from .vectors import fraction, gram_schmidt, independent, orthogonal_vectors, pythagorean, vector

__all__ = [
    "LU",
    "BayesSetting",
    "Cholesky",
    "Covariance",
    "Definiteness",
    "Eigen",
    "LinePoints",
    "PrincipalData",
    "QuadraticForm",
    "Regression",
    "System",
    "Underdetermined",
    "bayes_setting",
    "cholesky_pair",
    "covariance_integer",
    "distribution",
    "echelon",
    "fraction",
    "full_rank_design",
    "gram_schmidt",
    "indefinite",
    "independent",
    "integer_data",
    "invertible",
    "joint_table",
    "lu_pair",
    "nice_roots",
    "orthogonal",
    "orthogonal_vectors",
    "percentages",
    "pivot_columns",
    "points_on_line",
    "polynomial",
    "positive_definite",
    "principal_data",
    "pythagorean",
    "quadratic_form",
    "regression_data",
    "semidefinite",
    "signed_permutation",
    "singular",
    "symmetric",
    "symmetric_eigensystem",
    "symmetric_with_eigenvalues",
    "system_inconsistent",
    "system_underdetermined",
    "system_unique",
    "triangular",
    "unimodular",
    "values",
    "vector",
    "with_eigenvalues",
    "with_rank",
]
