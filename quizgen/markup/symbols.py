"""The one table of mathematical symbols.

Each line holds, for one LaTeX macro (or bare character), its class and what each output writes for it.
Adding a symbol is adding one line; no renderer has a list of its own.
"""

from __future__ import annotations

import msgspec
from msgspec import Struct


class Entry(Struct, frozen=True):
    """What is known of one symbol."""

    latex: str
    """The macro with its backslash, or the bare character; also what the LaTeX output writes."""
    kind: str
    """`atom`, `bin`, `rel`, `open`, `close`, `punct`, `func`, `limit` (a function with limits), `big`, `int`."""
    glyph: str
    """Unicode text for terminal and MathML: one cell a character, nothing outside the basic plane."""
    ascii: str
    """Seven-bit text for terminals without Unicode."""
    typst: str
    """A Typst maths expression."""
    spoken: str
    """Words to read aloud: ASCII letters only."""


# LaTeX | class | glyph | ASCII | Typst | spoken.   `_` in the ASCII column: same as the LaTeX name without backslash.
# The columns are separated by two or more spaces, so that every printable character may stand in them.
_TABLE = r"""
+             bin    +   +      +                   plus
-             bin    −   -      -                   minus
*             bin    ∗   *      *                   star
/             bin    /   /      slash               over
=             rel    =   =      =                   equals
<             rel    <   <      <                   is less than
>             rel    >   >      >                   is greater than
:             rel    :   :      colon               such that
,             punct  ,   ,      \,                  comma
;             punct  ;   ;      \;                  semicolon
.             atom   .   .      .                   dot
!             close  !   !      !                   factorial
?             close  ?   ?      ?                   question mark
(             open   (   (      paren.l             open parenthesis
)             close  )   )      paren.r             close parenthesis
[             open   [   [      bracket.l           open bracket
]             close  ]   ]      bracket.r           close bracket
|             rel    |   |      bar.v               given

\alpha        atom   α   _      alpha               alpha
\beta         atom   β   _      beta                beta
\gamma        atom   γ   _      gamma               gamma
\delta        atom   δ   _      delta               delta
\epsilon      atom   ϵ   _      epsilon.alt         epsilon
\varepsilon   atom   ε   epsilon  epsilon           epsilon
\zeta         atom   ζ   _      zeta                zeta
\eta          atom   η   _      eta                 eta
\theta        atom   θ   _      theta               theta
\vartheta     atom   ϑ   _      theta.alt           script theta
\iota         atom   ι   _      iota                iota
\kappa        atom   κ   _      kappa               kappa
\varkappa     atom   ϰ   _      kappa.alt           script kappa
\lambda       atom   λ   _      lambda              lambda
\mu           atom   μ   _      mu                  mu
\nu           atom   ν   _      nu                  nu
\xi           atom   ξ   _      xi                  xi
\omicron      atom   ο   o      omicron             omicron
\pi           atom   π   _      pi                  pi
\varpi        atom   ϖ   _      pi.alt              script pi
\rho          atom   ρ   _      rho                 rho
\varrho       atom   ϱ   _      rho.alt             script rho
\sigma        atom   σ   _      sigma               sigma
\varsigma     atom   ς   _      sigma.alt           final sigma
\tau          atom   τ   _      tau                 tau
\upsilon      atom   υ   _      upsilon             upsilon
\phi          atom   ϕ   _      phi.alt             phi
\varphi       atom   φ   phi    phi                 phi
\chi          atom   χ   _      chi                 chi
\psi          atom   ψ   _      psi                 psi
\omega        atom   ω   _      omega               omega
\Alpha        atom   Α   _      Alpha               capital alpha
\Beta         atom   Β   _      Beta                capital beta
\Gamma        atom   Γ   _      Gamma               capital gamma
\Delta        atom   Δ   _      Delta               capital delta
\Theta        atom   Θ   _      Theta               capital theta
\Lambda       atom   Λ   _      Lambda              capital lambda
\Xi           atom   Ξ   _      Xi                  capital xi
\Pi           atom   Π   _      Pi                  capital pi
\Sigma        atom   Σ   _      Sigma               capital sigma
\Upsilon      atom   Υ   _      Upsilon             capital upsilon
\Phi          atom   Φ   _      Phi                 capital phi
\Psi          atom   Ψ   _      Psi                 capital psi
\Omega        atom   Ω   _      Omega               capital omega

\infty        atom   ∞   inf    infinity            infinity
\partial      atom   ∂   _      partial             partial
\nabla        atom   ∇   grad   nabla               nabla
\ell          atom   ℓ   l      ell                 script l
\emptyset     atom   ∅   {}     emptyset            the empty set
\varnothing   atom   ∅   {}     emptyset            the empty set
\top          atom   ⊤   T      top                 top
\bot          atom   ⊥   _|_    bot                 bottom
\prime        atom   ′   '      prime               prime
\dagger       atom   †   +      dagger              dagger
\ast          bin    ∗   *      ast                 star
\star         bin    ⋆   *      star                star
\forall       atom   ∀   for all  forall            for all
\exists       atom   ∃   exists  exists             there exists
\nexists      atom   ∄   not exists  exists.not     there does not exist
\neg          atom   ¬   not    not                 not
\ldots        atom   …   ...    dots.h              and so on
\cdots        atom   ⋯   ...    dots.h.c            and so on
\vdots        atom   ⋮   :      dots.v              and so on downwards
\ddots        atom   ⋱   ...    dots.down           and so on diagonally
\angle        atom   ∠   angle  angle               angle
\degree       atom   °   deg    degree              degrees
\Re           atom   ℜ   Re     Re                  the real part of
\Im           atom   ℑ   Im     Im                  the imaginary part of
\aleph        atom   ℵ   aleph  aleph               aleph
\square       atom   □   []     square.stroked      box
\checkmark    atom   ✓   ok     checkmark           check mark
\%            atom   %   %      percent             percent
\_            atom   _   _      \_                  underscore
\$            atom   $   $      \$                  dollars
\#            atom   #   #      \#                  number sign
\&            atom   &   &      \&                  and

\cdot         bin    ·   *      dot.op              times
\times        bin    ×   x      times               times
\div          bin    ÷   /      div                 divided by
\pm           bin    ±   +/-    plus.minus          plus or minus
\mp           bin    ∓   -/+    minus.plus          minus or plus
\odot         bin    ⊙   (.)    dot.o               elementwise times
\otimes       bin    ⊗   (x)    times.o             tensor times
\oplus        bin    ⊕   (+)    plus.o              direct sum
\ominus       bin    ⊖   (-)    minus.o             circled minus
\circ         bin    ∘   o      compose             composed with
\bullet       bin    •   *      bullet              bullet
\cup          bin    ∪   union  union               union
\cap          bin    ∩   intersect  inter           intersection
\sqcup        bin    ⊔   disjoint union  union.sq   disjoint union
\setminus     bin    \   \      without             without
\wedge        bin    ∧   and    and                 and
\vee          bin    ∨   or     or                  or
\land         bin    ∧   and    and                 and
\lor          bin    ∨   or     or                  or

\le           rel    ≤   <=     <=                  is at most
\leq          rel    ≤   <=     <=                  is at most
\ge           rel    ≥   >=     >=                  is at least
\geq          rel    ≥   >=     >=                  is at least
\ne           rel    ≠   !=     eq.not              is not equal to
\neq          rel    ≠   !=     eq.not              is not equal to
\ll           rel    ≪   <<     lt.double           is much less than
\gg           rel    ≫   >>     gt.double           is much greater than
\prec         rel    ≺   -<     prec                precedes
\preceq       rel    ≼   -<=    prec.eq             precedes or equals
\succ         rel    ≻   >-     succ                succeeds
\succeq       rel    ≽   >-=    succ.eq             succeeds or equals
\equiv        rel    ≡   ===    equiv               is identical to
\approx       rel    ≈   ~~     approx              is approximately
\sim          rel    ∼   ~      tilde.op            is distributed as
\simeq        rel    ≃   ~=     tilde.eq            is asymptotically equal to
\cong         rel    ≅   =~     tilde.equiv         is congruent to
\propto       rel    ∝   proportional to  prop              is proportional to
\coloneqq     rel    ≔   :=     colon.eq            is defined as
\doteq        rel    ≐   .=     eq.dot              is defined to equal
\in           rel    ∈   in     in                  in
\notin        rel    ∉   not in  in.not             not in
\ni           rel    ∋   contains  in.rev           contains
\subset       rel    ⊂   subset of  subset          is a subset of
\subseteq     rel    ⊆   subset or equal  subset.eq  is a subset of or equal to
\subsetneq    rel    ⊊   proper subset of  subset.neq  is a proper subset of
\supset       rel    ⊃   superset of  supset        is a superset of
\supseteq     rel    ⊇   superset or equal  supset.eq  is a superset of or equal to
\nsubseteq    rel    ⊈   not subset of  subset.eq.not  is not a subset of
\perp         rel    ⊥   _|_    perp                is perpendicular to
\parallel     rel    ‖   ||     parallel            is parallel to
\mid          rel    ∣   |      divides             given
\nmid         rel    ∤   does not divide  divides.not  does not divide
\models       rel    ⊨   |=     models              models
\vdash        rel    ⊢   |-     tack.r              proves
\to           rel    →   ->     arrow.r             to
\rightarrow   rel    →   ->     arrow.r             to
\leftarrow    rel    ←   <-     arrow.l             from
\gets         rel    ←   <-     arrow.l             gets
\leftrightarrow  rel  ↔  <->    arrow.l.r           corresponds to
\mapsto       rel    ↦   |->    arrow.r.bar         maps to
\longmapsto   rel    ↦   |-->   arrow.r.long.bar    maps to
\longrightarrow  rel  ⟶  -->    arrow.r.long        to
\hookrightarrow  rel  ↪  ->     arrow.r.hook        embeds into
\rightsquigarrow  rel  ⇝  ~>    arrow.r.squiggly    leads to
\uparrow      rel    ↑   ^      arrow.t             up to
\downarrow    rel    ↓   v      arrow.b             down to
\nearrow      rel    ↗   /^     arrow.tr            increases to
\searrow      rel    ↘   \v     arrow.br            decreases to
\Rightarrow   rel    ⇒   =>     arrow.r.double      implies
\Leftarrow    rel    ⇐   <==    arrow.l.double      is implied by
\Leftrightarrow  rel  ⇔  <=>    arrow.l.r.double    if and only if
\implies      rel    ⇒   ==>    arrow.r.double.long  implies
\impliedby    rel    ⇐   <==    arrow.l.double.long  is implied by
\iff          rel    ⇔   <=>    arrow.l.r.double.long  if and only if
\therefore    rel    ∴   therefore  therefore       therefore
\because      rel    ∵   because  because           because
\colon        punct  :   :      colon               from

\lbrace       open   {   {      brace.l             open brace
\rbrace       close  }   }      brace.r             close brace
\langle       open   ⟨   <      chevron.l           open angle bracket
\rangle       close  ⟩   >      chevron.r           close angle bracket
\lvert        open   |   |      bar.v               open bar
\rvert        close  |   |      bar.v               close bar
\lVert        open   ‖   ||     bar.v.double        open double bar
\rVert        close  ‖   ||     bar.v.double        close double bar
\lfloor       open   ⌊   floor(  floor.l            open floor
\rfloor       close  ⌋   )      floor.r             close floor
\lceil        open   ⌈   ceil(  ceil.l              open ceiling
\rceil        close  ⌉   )      ceil.r              close ceiling
\|            rel    ‖   ||     bar.v.double        double bar

\sum          big    ∑   sum    sum                 the sum
\prod         big    ∏   prod   product             the product
\coprod       big    ∐   coprod  product.co         the coproduct
\bigcup       big    ⋃   union  union.big           the union
\bigcap       big    ⋂   intersection  inter.big    the intersection
\bigoplus     big    ⨁   (+)    plus.o.big          the direct sum
\bigotimes    big    ⨂   (x)    times.o.big         the tensor product
\bigwedge     big    ⋀   all    and.big             the conjunction
\bigvee       big    ⋁   any    or.big              the disjunction
\int          int    ∫   int    integral            the integral
\iint         int    ∬   iint   integral.double     the double integral
\iiint        int    ∭   iiint  integral.triple     the triple integral
\oint         int    ∮   oint   integral.cont       the contour integral

\sin          func   sin   _    sin                 sine
\cos          func   cos   _    cos                 cosine
\tan          func   tan   _    tan                 tangent
\cot          func   cot   _    cot                 cotangent
\sec          func   sec   _    sec                 secant
\csc          func   csc   _    csc                 cosecant
\arcsin       func   arcsin  _  arcsin              arc sine
\arccos       func   arccos  _  arccos              arc cosine
\arctan       func   arctan  _  arctan              arc tangent
\sinh         func   sinh  _    sinh                hyperbolic sine
\cosh         func   cosh  _    cosh                hyperbolic cosine
\tanh         func   tanh  _    tanh                hyperbolic tangent
\exp          func   exp   _    exp                 the exponential of
\log          func   log   _    log                 log
\ln           func   ln    _    ln                  natural log
\lg           func   lg    _    lg                  log
\det          limit  det   _    det                 the determinant of
\dim          func   dim   _    dim                 the dimension of
\ker          func   ker   _    ker                 the kernel of
\arg          func   arg   _    arg                 the argument of
\deg          func   deg   _    deg                 the degree of
\hom          func   hom   _    hom                 hom
\gcd          limit  gcd   _    gcd                 the greatest common divisor of
\Pr           limit  Pr    _    Pr                  the probability of
\lim          limit  lim   _    lim                 the limit
\limsup       limit  lim sup  lim sup  limsup       the limit superior
\liminf       limit  lim inf  lim inf  liminf       the limit inferior
\max          limit  max   _    max                 the maximum
\min          limit  min   _    min                 the minimum
\sup          limit  sup   _    sup                 the supremum
\inf          limit  inf   _    inf                 the infimum
\argmax       limit  arg max  arg max  op("arg max", limits: #true)  the argument of the maximum
\argmin       limit  arg min  arg min  op("arg min", limits: #true)  the argument of the minimum
"""

# Functions that LaTeX itself does not know; `\operatorname{name}` and `\name` are the same symbol.
_OPERATORS = r"""
tr          the trace of
rank        the rank of
diag        diag
span        the span of
im          the image of
sgn         the sign of
sign        the sign of
softmax     softmax
softplus    softplus
sigmoid     sigmoid
logit       logit
relu        relu
ReLU        relu
Var         the variance of
Cov         the covariance of
Corr        the correlation of
Bias        the bias of
KL          K L
MSE         the mean squared error of
Bern        Bernoulli
Ber         Bernoulli
Bin         binomial
Beta        beta
Gam         gamma
Poisson     Poisson
Exp         exponential
Unif        uniform
Cat         categorical
Dir         Dirichlet
Mult        multinomial
vec         vec
proj        the projection
conv        the convex hull of
epi         the epigraph of
dom         the domain of
prox        the proximal operator of
null        the null space of
col         the column space of
row         the row space of
adj         the adjugate of
erf         the error function of
logsumexp   log sum exp
lse         log sum exp
cond        the condition number of
nullity     the nullity of
dist        the distance
logdet      the log determinant of
"""

ALIASES = {
    r"\{": r"\lbrace",
    r"\}": r"\rbrace",
    r"\dots": r"\ldots",
    r"\dotsc": r"\ldots",
    r"\dotsb": r"\cdots",
    r"\lnot": r"\neg",
    r"\transpose": r"\top",
    r"\intercal": r"\top",
    r"\Vert": r"\|",
    r"\vert": "|",
    r"\lbrack": "[",
    r"\rbrack": "]",
    r"\colonequals": r"\coloneqq",
    r"\Longrightarrow": r"\implies",
    r"\Longleftarrow": r"\impliedby",
    r"\Longleftrightarrow": r"\iff",
    r"\owns": r"\ni",
    r"\smallsetminus": r"\setminus",
    r"\lt": "<",
    r"\gt": ">",
    r"\indep": r"\perp",
}
"""Other spellings of a symbol in the table."""

NEGATIONS = {
    "=": r"\ne",
    r"\in": r"\notin",
    r"\exists": r"\nexists",
    r"\subseteq": r"\nsubseteq",
    r"\mid": r"\nmid",
}
"""What `\\not` makes of the symbol after it."""

SPACES = {
    r"\,": ("thin", 1),
    r"\:": ("med", 1),
    r"\;": ("thick", 1),
    r"\!": ("#h(-0.167em)", 0),
    r"\ ": ("space", 1),
    "~": ("space.nobreak", 1),
    r"\quad": ("quad", 2),
    r"\qquad": ("wide", 4),
}
"""Spaces: the Typst form and the width in terminal cells."""

_SYMBOL_NAMES = {"\\": "setminus"}


def _entry(line: str) -> Entry:
    latex, kind, rest = line.split(None, 2)
    glyph, ascii_form, typst, spoken = (part.strip() for part in _columns(rest))
    # `_` abbreviates the name in the ASCII column, except for the underscore itself.
    name = latex.lstrip("\\")
    if ascii_form == "_" and len(name) > 1:
        ascii_form = name
    return Entry(latex, kind, glyph, ascii_form, typst, spoken)


def _columns(rest: str) -> list[str]:
    return [part for part in rest.split("  ") if part.strip()]


def _operator(line: str) -> Entry:
    name, spoken = line.split(None, 1)
    return Entry(rf"\operatorname{{{name}}}", "func", name, name, f'op("{name}")', spoken.strip())


def _table() -> dict[str, Entry]:
    entries = [_entry(line) for line in _TABLE.splitlines() if line.strip()]
    return {entry.latex: entry for entry in entries}


def _operators() -> dict[str, Entry]:
    entries = [_operator(line) for line in _OPERATORS.splitlines() if line.strip()]
    return {entry.glyph: entry for entry in entries}


SYMBOLS: dict[str, Entry] = _table()
"""Every symbol by its LaTeX macro or bare character."""

OPERATORS: dict[str, Entry] = _operators()
"""Named functions outside LaTeX's own, by their name."""

# LaTeX has no `\argmax` of its own: the LaTeX output writes the operator that amsmath defines.
for _macro in (r"\argmax", r"\argmin"):
    _latex = rf"\operatorname*{{arg\,{_macro[4:]}}}"
    SYMBOLS[_macro] = SYMBOLS[_latex] = msgspec.structs.replace(SYMBOLS[_macro], latex=_latex)

# `\vec`, `\span` and so on mean something else in LaTeX: those operators need `\operatorname`.
_TAKEN = {"vec", "Beta", "span", "row", "col", "im", "cond", "null"}
for _name, _operator_entry in OPERATORS.items():
    SYMBOLS[_operator_entry.latex] = _operator_entry
    if _name not in _TAKEN:
        SYMBOLS["\\" + _name] = _operator_entry

GLYPHS: dict[str, str] = {r"‖": r"\|"}
"""Unicode characters an author may type instead of a macro, with the key of their symbol."""
for _key, _value in SYMBOLS.items():
    if len(_value.glyph) == 1 and ord(_value.glyph) > 127:
        GLYPHS.setdefault(_value.glyph, _key)
