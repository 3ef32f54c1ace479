"""A row of each table as Python reads it. Made by tools/rows.py from the headers of models/sql: write there."""

import datetime as dt
from typing import TypedDict


class AcknowledgementRow(TypedDict):
    """A row of acknowledgement."""

    place: str
    check_id: str
    subject: str
    by: str
    date: dt.date
    until: dt.date
    reason: str


class ActivitiesRow(TypedDict):
    """A row of activities."""

    report: str
    item_id: str
    unit_id: str
    goal_id: str | None
    title: str
    responsible_role: str
    planned_start: dt.date
    planned_end: dt.date
    actual_end: dt.date | None
    state: str
    due: bool
    carried_out: bool
    on_time: bool | None
    within_budget: bool | None
    quality_passed: bool | None
    contributed: bool | None
    basis: str | None
    budget: float | None
    outcome: float | None
    cancelled_by: str | None
    cancelled_at: dt.date | None
    lineage_id: str


class AnalysedRow(TypedDict):
    """A row of analysed."""

    aspect: str
    place: int
    indicator_id: str


class AnswerNodeRow(TypedDict):
    """A row of answer_node."""

    lineage_id: str
    url: str
    at: dt.datetime
    size: int | None
    sha256: str
    origin: str


class AreaRow(TypedDict):
    """A row of area."""

    area_id: str
    title: str | None
    type: str | None
    known_from: dt.datetime
    known_to: dt.datetime | None
    source_answer_id: str


class AreaGroupRow(TypedDict):
    """A row of area_group."""

    group_id: str
    title: str | None
    members: str
    known_from: dt.datetime
    known_to: dt.datetime | None
    source_answer_id: str


class AssessabilityRow(TypedDict):
    """A row of assessability."""

    report: str
    kind: str
    item_id: str
    title: str
    unit_id: str
    level: str | None
    measurable: bool | None
    has_target: bool | None
    has_value: bool | None
    has_forecast: bool | None
    has_evidence: bool | None
    assessable: bool | None
    lacks: str | None
    status: str | None
    coverage: float | None
    lineage_id: str


class AssessabilitySummedRow(TypedDict):
    """A row of assessability_summed."""

    report: str
    kind: str
    level: str | None
    n: int
    n_measurable: int
    n_target: int
    n_value: int
    n_forecast: int | None
    n_evidence: int
    n_assessable: int
    coverage: float | None
    lineage_id: str


class AssignmentsRow(TypedDict):
    """A row of assignments."""

    report: str
    item_id: str
    unit_id: str
    goal_id: str | None
    title: str
    responsible_role: str
    decided_by: str
    decided_at: dt.date
    decision: str | None
    financing: str | None
    planned_start: dt.date
    planned_end: dt.date
    actual_end: dt.date | None
    state: str
    due: bool
    carried_out: bool
    on_time: bool | None
    within_budget: bool | None
    quality_passed: bool | None
    contributed: bool | None
    basis: str | None
    budget: float | None
    outcome: float | None
    cancelled_by: str | None
    cancelled_at: dt.date | None
    lineage_id: str


class AuditQuestionsRow(TypedDict):
    """A row of audit_questions."""

    report: str
    question: str
    side: str
    part: str
    goal_id: str | None
    unit_id: str
    title: str | None
    coverage: float | None
    amount: float | None
    reason: str | None
    lineage_id: str


class BalanceRequirementRow(TypedDict):
    """A row of balance_requirement."""

    report: str
    unit_id: str
    step_no: int
    step: str
    amount: float | None
    status: str | None
    reason: str | None
    lineage_id: str


class BookedRow(TypedDict):
    """A row of booked."""

    unit_id: str
    kind: str
    month: int
    amount: float | None


class BudgetRow(TypedDict):
    """A row of budget."""

    report: str
    unit_id: str
    level: str
    kind: str
    month: int
    budget: float | None
    budget_to_date: float | None
    outcome: float | None
    outcome_withheld: bool
    forecast: float | None
    forecast_change: float | None
    changed_since: int | None
    forecast_basis: str | None
    deviation: float | None
    deviation_percent: float | None
    escalation: str | None
    measure: str | None
    measure_missing: bool
    own_frame: bool
    n_parts: int
    reorganised_at: dt.date | None
    lineage_id: str


class BudgetForecastRow(TypedDict):
    """A row of budget_forecast."""

    unit_id: str
    kind: str
    month: int
    amount: float
    measure: str | None


class CatalogueNodeRow(TypedDict):
    """A row of catalogue_node."""

    lineage_id: str
    kpi_id: str


class CheckChangeRow(TypedDict):
    """A row of check_change."""

    check_id: str
    subject: str
    severity: str
    status_before: str | None
    status_after: str | None
    message: str


class CheckNodeRow(TypedDict):
    """A row of check_node."""

    lineage_id: str
    check_id: str
    subject: str
    status: str
    parent_id: str | None


class ChecksRow(TypedDict):
    """A row of checks."""

    check_id: str
    subject: str
    severity: str
    status: str
    n_checked: int
    n_failed: int
    message: str
    sample: str | None


class ColourChangeRow(TypedDict):
    """A row of colour_change."""

    indicator_id: str
    gender: str
    set_name: str
    group_kind: str
    group_title: str
    colour_before: str | None
    colour_after: str | None
    cause: str
    year_before: int | None
    year_after: int | None
    value_before: float | None
    value_after: float | None
    rank_before: int | None
    rank_after: int | None
    n_before: int | None
    n_after: int | None


class ColourScenarioRow(TypedDict):
    """A row of colour_scenario."""

    indicator_id: str
    gender: str
    set_name: str
    later: str
    colour: str


class ComparedRow(TypedDict):
    """A row of compared."""

    cell: int
    slot: int
    indicator_id: str
    area_id: str
    year: int
    gender: str
    value: float
    good: int | None
    year_before: int
    change: float | None
    slope: float | None
    gender_difference: float | None
    shown: bool


class ComparisonRow(TypedDict):
    """A row of comparison."""

    report: str
    indicator_id: str
    kpi_id: str
    direction: str
    area_id: str
    year: int
    gender: str
    value: float
    group_id: str
    group_kind: str
    group_title: str
    group_year: int | None
    n: int
    n_before: int | None
    min: float
    p25: float
    median: float
    p75: float
    max: float
    mean: float
    difference: float
    riket: float | None
    rank: int | None
    score: float | None
    colour: str | None
    tie_share: float
    change: float | None
    slope: float | None
    gender_difference: float | None
    set_hash: str
    source_label: str
    lineage_id: str


class ComparisonSetRow(TypedDict):
    """A row of comparison_set."""

    set_no: int
    group_id: str
    group_kind: str
    group_title: str
    group_year: int | None
    service_area: str | None
    owner_id: str | None
    members: str
    set_hash: str


class ComponentScoreRow(TypedDict):
    """A row of component_score."""

    service_area: str
    part: str
    indicator_id: str
    area_id: str
    year: int
    set_no: int
    n: int
    score: float


class ContentChangeRow(TypedDict):
    """A row of content_change."""

    unit_id: str
    changed_at: dt.date


class ControlPointRow(TypedDict):
    """A row of control_point."""

    control_point_id: str
    unit_id: str
    title: str
    risk: str
    probability: int
    consequence: int
    control: str
    result: str
    finding: str | None
    measure: str | None
    checked_at: dt.date | None


class ControlPointsRow(TypedDict):
    """A row of control_points."""

    report: str
    unit_id: str
    level: str
    control_point_id: str
    title: str
    risk: str
    probability: int
    consequence: int
    risk_value: int
    control: str
    result: str
    finding: str | None
    measure: str | None
    checked_at: dt.date | None
    lineage_id: str


class CorrectionRow(TypedDict):
    """A row of correction."""

    correction_id: str
    indicator_id: str
    kpi_id: str
    area_id: str | None
    year: int
    gender: str
    wrong_low: float
    wrong_high: float
    right_value: float | None
    factor: float | None
    until: dt.date


class CorrectionNodeRow(TypedDict):
    """A row of correction_node."""

    lineage_id: str
    kpi_id: str
    area_id: str
    year: int
    gender: str


class CouncilResultRow(TypedDict):
    """A row of council_result."""

    unit_id: str
    has_taxes: bool
    forecast: float | None
    forecast_basis: str | None


class CountedUnitRow(TypedDict):
    """A row of counted_unit."""

    month: int
    unit_id: str
    below_id: str
    now_id: str
    under: bool


class DefinitionChangeRow(TypedDict):
    """A row of definition_change."""

    section: str
    id: str
    field: str
    kind: str
    before: str | None
    after: str | None


class DefinitionFieldRow(TypedDict):
    """A row of definition_field."""

    section: str
    id: str
    field: str
    value: str


class DefinitionNamedRow(TypedDict):
    """A row of definition_named."""

    file: str
    line: int
    section: str
    id: str


class DefinitionNodeRow(TypedDict):
    """A row of definition_node."""

    lineage_id: str
    section: str
    id: str
    file: str
    line: int
    sha256: str


class DefinitionPlaceRow(TypedDict):
    """A row of definition_place."""

    section: str
    id: str
    file: str
    line: int
    sha256: str


class DimAreaRow(TypedDict):
    """A row of dim_area."""

    area_id: str
    title: str


class DimGoalRow(TypedDict):
    """A row of dim_goal."""

    goal_key: str
    report_key: str
    goal_id: str
    title: str
    kind: str
    unit_key: str
    perspective: str | None
    parents: str | None
    sdg: str | None
    valid_from: dt.date | None
    valid_to: dt.date | None


class DimIndicatorRow(TypedDict):
    """A row of dim_indicator."""

    indicator_key: str
    report_key: str
    indicator_id: str
    title: str
    kpi_id: str | None
    direction: str
    unit_of_measure: str
    decimals: int
    is_share: bool
    sdg: str | None


class DimPeriodRow(TypedDict):
    """A row of dim_period."""

    period_key: int
    year: int
    month: int | None
    tertial: int | None
    first_day: dt.date
    last_day: dt.date


class DimPlanRow(TypedDict):
    """A row of dim_plan."""

    plan_key: str
    report_key: str
    plan_version: str
    title: str
    decided_by: str | None
    decided_at: dt.date
    year1: int
    year3: int


class DimReportRow(TypedDict):
    """A row of dim_report."""

    report_key: str
    municipality_id: str
    municipality: str
    report: str
    edition: int | None
    title: str
    year: int
    month: int
    period_end: dt.date
    as_of: dt.datetime
    frozen_at: dt.datetime | None
    draft: bool
    latest: bool


class DimSetRow(TypedDict):
    """A row of dim_set."""

    set_key: str
    report_key: str
    group_id: str
    title: str
    group_kind: str
    group_year: int | None


class DimUnitRow(TypedDict):
    """A row of dim_unit."""

    unit_key: str
    report_key: str
    unit_id: str
    title: str
    level: str
    parent_key: str | None
    committee: str | None
    path: str
    valid_from: dt.date | None
    valid_to: dt.date | None


class DocumentGoalRow(TypedDict):
    """A row of document_goal."""

    document_id: str
    goal_id: str


class EarlierForecastRow(TypedDict):
    """A row of earlier_forecast."""

    report: str
    as_of: dt.datetime
    goal_id: str
    indicator_id: str
    unit_id: str
    gender: str
    basis: str
    year: int | None
    value: float | None
    auto_value: float | None
    direction: str
    decimals: int
    target: float | None
    target_low: float | None
    target_high: float | None
    tolerance: float | None
    p_met: float | None


class EfficiencyGainsRow(TypedDict):
    """A row of efficiency_gains."""

    report: str
    gain_id: str
    unit_id: str
    item_kind: str | None
    item_id: str | None
    kind: str
    amount: float | None
    measure: str | None
    evidence: str
    cause: str | None
    new_way_of_working: str | None
    lineage_id: str


class EfficiencyIndexRow(TypedDict):
    """A row of efficiency_index."""

    report: str
    service_area: str
    area_id: str
    year: int
    group_kind: str
    group_id: str
    group_year: int | None
    quality: float | None
    resources: float | None
    efficiency: float | None
    efficiency_low: float | None
    efficiency_high: float | None
    n_components: int
    share_components: float
    set_hash: str
    source_label: str
    lineage_id: str


class ExpectedMonthRow(TypedDict):
    """A row of expected_month."""

    indicator_id: str
    month: int


class FactChartRow(TypedDict):
    """A row of fact_chart."""

    report_key: str
    file: str
    title: str
    facts: str
    indicator_key: str | None
    unit_key: str | None
    gender: str | None
    row: int
    label: str
    year: int | None
    series: str
    value: float | None
    said: str


class FactControlRow(TypedDict):
    """A row of fact_control."""

    report_key: str
    control_point_id: str
    unit_key: str
    title: str
    risk: str
    risk_value: int
    result: str
    n_points: int
    checked_at: dt.date | None
    lineage_id: str


class FactEfficiencyRow(TypedDict):
    """A row of fact_efficiency."""

    report_key: str
    unit_key: str | None
    level: str | None
    goal_key: str | None
    inner_status: str
    outer_status: str | None
    carried_out_share: float | None
    right_way_share: float | None
    contributed_share: float | None
    right_things_share: float | None


class FactGainRow(TypedDict):
    """A row of fact_gain."""

    report_key: str
    gain_id: str
    unit_key: str
    kind: str
    amount: float | None
    measure: str | None
    evidence: str
    lineage_id: str


class FactGoalRow(TypedDict):
    """A row of fact_goal."""

    report_key: str
    goal_key: str
    unit_key: str | None
    is_total: bool
    status: str
    own_judgement: str | None
    coverage: float | None
    score: float | None
    n_goals: int
    lineage_id: str


class FactMoneyMonthRow(TypedDict):
    """A row of fact_money_month."""

    report_key: str
    unit_key: str
    period_key: int
    kind: str
    is_total: bool
    budget: float | None
    outcome: float | None
    is_unknown: bool
    lineage_id: str


class FactMoneyYearRow(TypedDict):
    """A row of fact_money_year."""

    report_key: str
    unit_key: str
    period_key: int
    kind: str
    is_total: bool
    budget: float | None
    forecast: float | None
    deviation: float | None
    escalation: str | None
    is_unknown: bool
    lineage_id: str


class FactPlaceRow(TypedDict):
    """A row of fact_place."""

    report_key: str
    indicator_key: str
    area_id: str
    period_key: int
    gender: str
    set_key: str
    n_compared: int
    median: float
    difference: float
    rank: int | None
    colour: str | None
    n_places: int
    lineage_id: str


class FactStaffRow(TypedDict):
    """A row of fact_staff."""

    report_key: str
    unit_key: str
    period_key: int
    gender: str
    is_gender_total: bool
    is_unit_total: bool
    headcount: int | None
    fte: float | None
    sick_leave: float | None
    withheld: bool
    lineage_id: str


class FactTargetRow(TypedDict):
    """A row of fact_target."""

    report_key: str
    goal_key: str
    indicator_key: str
    unit_key: str
    gender: str
    period_key: int | None
    plan_key: str | None
    basis: str
    value: float | None
    target: float | None
    target_low: float | None
    target_high: float | None
    gap: float | None
    weight: float
    status: str
    own_status: str | None
    reason: str | None
    n_met: int
    n_partly: int
    n_not_met: int
    n_not_assessed: int
    n_no_judgement: int
    lineage_id: str


class FactUnitRow(TypedDict):
    """A row of fact_unit."""

    report_key: str
    unit_key: str | None
    level: str
    is_total: bool
    status: str
    own_judgement: str | None
    coverage: float | None
    score: float | None
    n_units: int
    n_met: int
    n_partly: int
    n_not_met: int
    n_not_assessed: int
    lineage_id: str


class FactValueRow(TypedDict):
    """A row of fact_value."""

    report_key: str
    indicator_key: str
    area_id: str
    period_key: int
    gender: str
    is_gender_total: bool
    value: float
    riket: float | None


class FactWorkRow(TypedDict):
    """A row of fact_work."""

    report_key: str
    item_kind: str
    item_id: str
    title: str
    unit_key: str
    goals: str | None
    state: str
    n_due: int
    n_carried_out: int
    n_contributed: int
    budget: float | None
    outcome: float | None


class FigureCellRow(TypedDict):
    """A row of figure_cell."""

    table_name: str
    figure: str
    series: str | None
    unit_id: str | None
    indicator_id: str | None
    column_name: str
    value: str
    lineage_id: str


class FigureChangeRow(TypedDict):
    """A row of figure_change."""

    table_name: str
    figure: str
    unit_id: str | None
    column_name: str
    before: str | None
    after: str | None
    number_before: float | None
    number_after: float | None
    cause: str
    ground: str | None
    also: str | None
    lineage_id_before: str | None
    lineage_id_after: str | None


class FigureLabelRow(TypedDict):
    """A row of figure_label."""

    lineage_id: str
    label: str
    value: float | None
    year: int | None
    source_label: str


class FigureLinkRow(TypedDict):
    """A row of figure_link."""

    lineage_id: str
    parent_id: str
    label: str


class FigureOriginRow(TypedDict):
    """A row of figure_origin."""

    kpi_id: str
    source_label: str
    processed_label: str


class FileNodeRow(TypedDict):
    """A row of file_node."""

    lineage_id: str
    kind: str
    file: str
    sha256: str
    size: int | None
    origin: str


class FileReceiptRow(TypedDict):
    """A row of file_receipt."""

    source_id: str
    file: str
    part: str
    subject: str
    unit_id: str | None
    year: int | None
    month: int | None
    n: int | None
    amount: float | None
    before: float | None
    first_row: int | None
    note: str | None


class FinancialAnalysisRow(TypedDict):
    """A row of financial_analysis."""

    report: str
    unit_id: str
    aspect: str
    place: int
    figure: str
    indicator_id: str | None
    kpi_id: str | None
    year: int
    value: float | None
    reason: str | None
    lineage_id: str


class FinancialYearRow(TypedDict):
    """A row of financial_year."""

    year: int
    capital_gains: float | None
    other_adjustments: float | None
    to_reserve: float | None
    from_reserve: float | None


class FirstKnownRow(TypedDict):
    """A row of first_known."""

    kpi_id: str
    year: int
    gender: str
    known_from: dt.datetime


class ForecastScoresRow(TypedDict):
    """A row of forecast_scores."""

    report: str
    forecast_report: str
    unit_id: str
    level: str
    goal_id: str | None
    indicator_id: str | None
    kpi_id: str | None
    gender: str | None
    basis: str
    forecast: float | None
    outcome: float | None
    error: float | None
    foretold_status: str | None
    status: str | None
    hit: bool | None
    n: int
    hit_rate: float | None
    mean_error: float | None
    mean_absolute_error: float | None
    p_met: float | None
    brier: float | None
    base_brier: float | None
    lineage_id: str


class ForetoldRow(TypedDict):
    """A row of foretold."""

    indicator_id: str
    unit_id: str
    gender: str
    value: float | None
    share: float | None
    fallback: bool
    reorganised: bool


class ForetoldTaxesRow(TypedDict):
    """A row of foretold_taxes."""

    month: int
    amount: float


class FourFieldsRow(TypedDict):
    """A row of four_fields."""

    report: str
    unit_id: str | None
    goal_id: str
    g: float | None
    goal_status: str
    verdict: str | None
    lineage_id: str


class FrameRow(TypedDict):
    """A row of frame."""

    unit_id: str
    kind: str
    month: int
    amount: float


class FulfilmentRow(TypedDict):
    """A row of fulfilment."""

    report: str
    as_of: dt.datetime
    municipality_id: str
    unit_id: str
    level: str
    goal_id: str
    goal_kind: str
    perspective: str | None
    indicator_id: str
    kpi_id: str | None
    gender: str
    year: int | None
    basis: str
    value: float | None
    value_label: str | None
    unit_of_measure: str
    decimals: int
    weight: float
    plan_version: str | None
    target: float | None
    target_low: float | None
    target_high: float | None
    target_rule: str | None
    target_by: float | None
    target_group: str | None
    target_group_id: str | None
    target_from: float | None
    target_from_year: int | None
    target_from_gender: str | None
    target_text: str | None
    own_motivation: str | None
    baseline: float | None
    target_year3: float | None
    required_change: float | None
    direction: str
    tolerance: float | None
    gap: float | None
    status: str
    own_status: str | None
    own_status_title: str | None
    own_score: float | None
    reason: str | None
    degree: float | None
    path_plan: str | None
    path_value: float | None
    on_path: bool | None
    previous_value: float | None
    change: float | None
    trend: str | None
    count: int | None
    publication: str | None
    source_label: str
    lineage_id: str
    auto_value: float | None
    forecast_by: str | None
    forecast_made_at: dt.date | None
    forecast_reason: str | None
    forecast_flag: str | None
    unit_coverage: float | None
    reorganised: bool
    normal_low: float | None
    normal_high: float | None
    assurance: str | None
    p_met: float | None
    expectation: str | None


class GainRow(TypedDict):
    """A row of gain."""

    gain_id: str
    unit_id: str
    item_kind: str | None
    item_id: str | None
    kind: str
    amount: float | None
    measure: str | None
    evidence: str
    cause: str | None
    new_way_of_working: str | None


class GainsSummedRow(TypedDict):
    """A row of gains_summed."""

    report: str
    unit_id: str
    level: str
    kind: str
    n: int
    n_without_amount: int
    amount: float | None
    lineage_id: str


class GlobalGoalRow(TypedDict):
    """A row of global_goal."""

    section: str
    id: str
    sdg: int


class GlobalGoalsRow(TypedDict):
    """A row of global_goals."""

    report: str
    sdg: int
    goal_id: str
    indicator_id: str | None
    unit_id: str
    status: str
    value: float | None
    year: int | None
    trend: str | None
    rank: int | None
    n: int | None
    rank_low: int | None
    rank_high: int | None
    lineage_id: str


class GoalRow(TypedDict):
    """A row of goal."""

    goal_id: str
    kind: str
    title: str
    unit_id: str
    perspective: str | None
    valid_from: dt.date | None
    valid_to: dt.date | None


class GoalBelowRow(TypedDict):
    """A row of goal_below."""

    goal_id: str
    below_id: str


class GoalIndicatorRow(TypedDict):
    """A row of goal_indicator."""

    goal_id: str
    indicator_id: str
    unit_id: str
    gender: str
    weight: float


class GoalParentRow(TypedDict):
    """A row of goal_parent."""

    goal_id: str
    parent_id: str


class GoalStatusRow(TypedDict):
    """A row of goal_status."""

    report: str
    unit_id: str | None
    level: str | None
    goal_id: str
    n_met: int
    n_partly: int
    n_not_met: int
    n_not_assessed: int
    n_no_judgement: int
    coverage: float | None
    score: float | None
    status: str
    own_judgement: str | None
    own_motivation: str | None
    lineage_id: str


class GoodFinancialManagementRow(TypedDict):
    """A row of good_financial_management."""

    report: str
    part: str
    unit_id: str
    goal_id: str | None
    title: str | None
    n_goals: int | None
    n_met: int | None
    n_partly: int | None
    n_not_met: int | None
    n_not_assessed: int | None
    n_no_judgement: int | None
    coverage: float | None
    score: float | None
    status: str | None
    reason: str | None
    kind: str | None
    budget: float | None
    forecast: float | None
    deviation: float | None
    deviation_percent: float | None
    escalation: str | None
    own_judgement: str | None
    own_motivation: str | None
    towards_vision: str | None
    lineage_id: str


class GroundContentRow(TypedDict):
    """A row of ground_content."""

    lineage_id: str
    kind: str
    label: str
    content: str


class HarvestRow(TypedDict):
    """A row of harvest."""

    harvest_id: str
    base_url: str
    origin: str
    at: dt.datetime


class HusbandryGoalRow(TypedDict):
    """A row of husbandry_goal."""

    goal_id: str
    part: str


class IndexNodeRow(TypedDict):
    """A row of index_node."""

    lineage_id: str
    service_area: str
    area_id: str
    year: int
    group_id: str


class IndicatorRow(TypedDict):
    """A row of indicator."""

    indicator_id: str
    kpi_id: str | None
    margin_kpi: str | None
    count_kpi: str | None
    title: str
    direction: str
    unit_of_measure: str
    decimals: int
    tolerance: float | None
    min_change: float
    service_area: str
    similar_area: str
    lag: int
    measured: str | None
    every: int
    wave: int
    scale_low: float | None
    scale_high: float | None
    aggregation: str
    foretold_by: str | None
    forecast: str
    numerator_kind: str | None
    denominator_kind: str | None
    factor: float
    counts: str | None
    compare_units: bool
    is_share: bool
    rankable: bool


class InnerEfficiencyRow(TypedDict):
    """A row of inner_efficiency."""

    report: str
    unit_id: str | None
    level: str | None
    goal_id: str | None
    due: int
    carried_out: int
    g: float | None
    right_way: int
    r: float | None
    all_three: int
    all_three_share: float | None
    judged: int
    contributed: int
    b: float | None
    base_rate: float | None
    status: str
    short_of: str | None
    lineage_id: str


class InvestmentsRow(TypedDict):
    """A row of investments."""

    report: str
    project_id: str
    title: str
    unit_id: str
    budget: float
    outcome: float | None
    forecast: float | None
    forecast_month: int | None
    total_budget: float | None
    total_outcome: float | None
    total_forecast: float | None
    total_deviation: float | None
    lineage_id: str


class JudgedLeafRow(TypedDict):
    """A row of judged_leaf."""

    goal_id: str
    indicator_id: str
    unit_id: str
    gender: str
    kpi_id: str | None
    report_year: int
    lag: int
    every: int
    wave: int
    direction: str
    own_status: str | None
    lacks_ground: bool
    decimals: int
    unit_of_measure: str
    own_tolerance: float | None
    share_higher: float
    share_lower: float
    plan_version: str | None
    target: float | None
    low: float | None
    high: float | None
    target_tolerance: float | None
    year: int | None
    value: float | None
    known_from: dt.datetime | None
    publication: str | None
    basis: str
    withheld: bool
    status: str
    reason: str | None
    lineage_id: str


class JudgementRow(TypedDict):
    """A row of judgement."""

    unit_id: str
    goal_id: str | None
    indicator_id: str | None
    status: str
    motivation: str
    towards_vision: str | None
    place: str


class JudgementNodeRow(TypedDict):
    """A row of judgement_node."""

    lineage_id: str
    unit_id: str
    goal_id: str | None
    indicator_id: str | None


class JudgementStepRow(TypedDict):
    """A row of judgement_step."""

    goal_id: str
    indicator_id: str
    unit_id: str
    gender: str
    step_no: int
    step: str
    kind: str
    figure: str | None
    holds: bool
    outcome: float | None
    rounded: float | None
    plan_version: str | None
    decided_at: dt.date | None
    year1: int | None
    year3: int | None
    first: float | None
    last: float | None
    unrounded: float | None
    low: float | None
    high: float | None
    above: float | None
    below: float | None
    factor: float | None
    limit_n: int | None
    min_change: float | None
    group_id: str | None


class KnownAreaRow(TypedDict):
    """A row of known_area."""

    area_id: str
    title: str


class KnownCellRow(TypedDict):
    """A row of known_cell."""

    indicator_id: str
    kpi_id: str
    area_id: str
    year: int
    gender: str
    value: float
    own: bool
    known_from: dt.datetime | None
    publication: str | None


class KnownKpiRow(TypedDict):
    """A row of known_kpi."""

    kpi_id: str
    title: str | None
    description: str | None
    prel_publication_date: dt.date | None
    publication_date: dt.date | None
    publ_period: int | None
    source_answer_id: str


class KnownUnitValueRow(TypedDict):
    """A row of known_unit_value."""

    kpi_id: str
    kolada_unit_id: str
    title: str
    area_id: str
    year: int
    gender: str
    value: float
    source_answer_id: str


class KnownValueRow(TypedDict):
    """A row of known_value."""

    kpi_id: str
    area_id: str
    year: int
    gender: str
    value: float | None
    answered: float | None
    correction_id: str | None
    reason: str | None
    status: str
    contradicted: bool
    known_from: dt.datetime
    source_answer_id: str


class KoladaChangesRow(TypedDict):
    """A row of kolada_changes."""

    report: str
    kpi_id: str
    title: str | None
    first_seen: dt.datetime
    change: str
    n_values: int
    n_areas: int
    first_year: int | None
    last_year: int | None
    factor: float | None
    own_year: int | None
    own_before: float | None
    own_after: float | None
    title_before: str | None
    source_answer_id: str | None
    lineage_id: str


class KoladaSaysRow(TypedDict):
    """A row of kolada_says."""

    report: str
    kpi_id: str
    title: str | None
    description: str | None
    lineage_id: str


class KoladaUnitRow(TypedDict):
    """A row of kolada_unit."""

    kolada_unit_id: str
    title: str | None
    area_id: str | None
    known_from: dt.datetime
    known_to: dt.datetime | None
    source_answer_id: str


class KoladaUnitValueRow(TypedDict):
    """A row of kolada_unit_value."""

    kpi_id: str
    kolada_unit_id: str
    period: int
    gender: str
    value: float | None
    status: str
    count: int | None
    known_from: dt.datetime
    known_to: dt.datetime | None
    closed_by: str | None
    source_answer_id: str


class KoladaValueRow(TypedDict):
    """A row of kolada_value."""

    kpi_id: str
    area_id: str
    period: int
    gender: str
    value: float | None
    status: str
    count: int | None
    known_from: dt.datetime
    known_to: dt.datetime | None
    closed_by: str | None
    source_answer_id: str


class KpiRow(TypedDict):
    """A row of kpi."""

    kpi_id: str
    title: str | None
    description: str | None
    is_divided_by_gender: bool | None
    municipality_type: str | None
    operating_area: str | None
    prel_publication_date: str | None
    publication_date: str | None
    publ_period: str | None
    has_ou_data: bool | None
    known_from: dt.datetime
    known_to: dt.datetime | None
    source_answer_id: str


class KpiAskedRow(TypedDict):
    """A row of kpi_asked."""

    kpi_id: str
    harvest_id: str
    base_url: str
    at: dt.datetime
    complete: bool
    areas_hash: str
    from_year: int | None
    in_catalogue: bool
    n_cells: int
    n_conflicts: int
    outcome: str


class KpiFingerprintRow(TypedDict):
    """A row of kpi_fingerprint."""

    kpi_id: str
    coverage: str
    fingerprint: str


class LabelFaultRow(TypedDict):
    """A row of label_fault."""

    lineage_id: str
    label: str
    source_label: str
    wrong: str


class LastAskedRow(TypedDict):
    """A row of last_asked."""

    kpi_id: str
    in_catalogue: bool
    n_cells: int
    n_conflicts: int
    outcome: str


class LeafScenarioRow(TypedDict):
    """A row of leaf_scenario."""

    goal_id: str
    indicator_id: str
    unit_id: str
    gender: str
    later: str
    status: str


class LevelStatusRow(TypedDict):
    """A row of level_status."""

    report: str
    unit_id: str | None
    level: str
    n_met: int
    n_partly: int
    n_not_met: int
    n_not_assessed: int
    n_no_judgement: int
    coverage: float | None
    score: float | None
    status: str
    own_judgement: str | None
    own_motivation: str | None
    lineage_id: str


class LineageRow(TypedDict):
    """A row of lineage."""

    lineage_id: str
    kind: str
    parent_id: str | None
    label: str
    sha256: str | None
    at: dt.datetime | None
    value: float | None
    status: str | None
    known_to: dt.datetime | None
    closed_by: str | None
    size: int | None
    origin: str | None
    file: str | None
    line: int | None


class LocalActivitiesRow(TypedDict):
    """A row of local_activities."""

    activity_id: str
    goal_id: str | None
    unit_id: str
    title: str
    responsible_role: str
    planned_start: dt.date
    planned_end: dt.date
    actual_end: dt.date | None
    state: str
    budget: float | None
    outcome: float | None
    quality: str | None
    contributed: bool | None
    evidence: str | None
    cancelled_by: str | None
    cancelled_at: dt.date | None
    file: str
    sheet: str | None
    row: int


class LocalAssignmentsRow(TypedDict):
    """A row of local_assignments."""

    assignment_id: str
    goal_id: str | None
    unit_id: str
    title: str
    responsible_role: str
    planned_start: dt.date
    planned_end: dt.date
    actual_end: dt.date | None
    state: str
    budget: float | None
    outcome: float | None
    quality: str | None
    contributed: bool | None
    evidence: str | None
    cancelled_by: str | None
    cancelled_at: dt.date | None
    decided_by: str
    decided_at: dt.date
    decision: str | None
    financing: str | None
    file: str
    sheet: str | None
    row: int


class LocalBudgetRow(TypedDict):
    """A row of local_budget."""

    unit_id: str
    kind: str
    year: int
    month: int | None
    amount: float
    change: str | None
    decided_by: str | None
    decided_at: dt.date | None
    decision: str | None
    file: str
    sheet: str | None
    row: int


class LocalBudgetForecastRow(TypedDict):
    """A row of local_budget_forecast."""

    unit_id: str
    kind: str
    year: int
    month: int
    amount: float
    measure: str | None
    file: str
    sheet: str | None
    row: int


class LocalGoalsRow(TypedDict):
    """A row of local_goals."""

    plan: str
    year1: int
    goal: str
    goal_kind: str | None
    serves: str | None
    unit_id: str
    indicator: str
    weight: float | None
    gender: str
    year: int
    target: str | None
    rule: str | None
    since: int | None
    compared: str | None
    tolerance: float | None
    baseline: float | None
    decided_by: str | None
    decided_at: dt.date | None
    decision: str | None
    file: str
    sheet: str | None
    row: int


class LocalLedgerRow(TypedDict):
    """A row of local_ledger."""

    unit_id: str
    account: str
    year: int
    month: int
    amount: float
    file: str
    sheet: str | None
    row: int


class LocalMeasurementsRow(TypedDict):
    """A row of local_measurements."""

    indicator_id: str
    unit_id: str
    period: int
    month: int | None
    gender: str
    value: float | None
    status: str | None
    label: str | None
    numerator: float | None
    denominator: float | None
    count: int | None
    publication: str | None
    file: str
    sheet: str | None
    row: int


class LocalStaffRow(TypedDict):
    """A row of local_staff."""

    unit_id: str
    year: int
    month: int
    gender: str
    headcount: int | None
    fte: float | None
    sick_hours: float | None
    scheduled_hours: float | None
    under_30: int | None
    aged_30_49: int | None
    aged_50_up: int | None
    full_time: int | None
    leavers: int | None
    long_sick_hours: float | None
    overtime_hours: float | None
    file: str
    sheet: str | None
    row: int


class ManualForecastRow(TypedDict):
    """A row of manual_forecast."""

    report: str
    indicator_id: str
    unit_id: str
    gender: str
    value: float
    by_role: str
    made_at: dt.date
    motivation: str
    place: str


class MeasurementRow(TypedDict):
    """A row of measurement."""

    indicator_id: str
    unit_id: str
    year: int
    month: int | None
    gender: str
    value: float | None
    reason: str | None
    numerator: float | None
    denominator: float | None
    count: int | None
    publication: str | None
    source_id: str
    source_label: str
    file: str
    sha256: str
    place: str


class ModelFileRow(TypedDict):
    """A row of model_file."""

    model: str
    file: str
    sha256: str


class ModelNeedRow(TypedDict):
    """A row of model_need."""

    model: str
    needs: str


class ModelNodeRow(TypedDict):
    """A row of model_node."""

    lineage_id: str
    model: str
    file: str
    sha256: str


class MovementRow(TypedDict):
    """A row of movement."""

    report: str
    indicator_id: str
    kpi_id: str | None
    unit_id: str | None
    gender: str
    monthly: bool
    forecast_of: str | None
    year: int
    month: int | None
    value: float | None
    first_year: int
    n_points: int
    mean: float
    mean_range: float | None
    lower: float | None
    upper: float | None
    side: str | None
    sign: str | None
    movement: str
    source_label: str
    lineage_id: str


class OrdinalStepRow(TypedDict):
    """A row of ordinal_step."""

    indicator_id: str
    rank: int
    label: str


class OuterEfficiencyRow(TypedDict):
    """A row of outer_efficiency."""

    report: str
    unit_id: str | None
    level: str | None
    goal_id: str | None
    weight: float
    contributed_weight: float
    y: float | None
    base_rate: float | None
    weighted_by: str | None
    status: str
    basis: str | None
    lineage_id: str


class OuterEfficiencyItemsRow(TypedDict):
    """A row of outer_efficiency_items."""

    report: str
    unit_id: str
    goal_id: str
    item_kind: str
    item_id: str
    weight: float | None
    contributed: bool | None
    basis: str | None
    base_rate: float | None
    evidence: str | None
    verdict: str
    lineage_id: str


class OuterWeightRow(TypedDict):
    """A row of outer_weight."""

    scope: str
    goal_id: str | None
    unit_id: str | None
    level: str | None
    item_kind: str
    item_id: str
    weight: float
    weighted_by: str
    contributed: bool
    basis: str
    base_rate: float | None


class OwnFileRow(TypedDict):
    """A row of own_file."""

    source_id: str
    kind: str
    file: str
    sha256: str
    size: int
    source_label: str


class OwnGroupRow(TypedDict):
    """A row of own_group."""

    group_id: str
    title: str
    area_id: str


class OwnNodeRow(TypedDict):
    """A row of own_node."""

    lineage_id: str
    indicator_id: str
    unit_id: str
    above_id: str
    year: int
    gender: str
    value: float | None
    place: str
    file_id: str


class OwnStatusRow(TypedDict):
    """A row of own_status."""

    own_status: str
    title: str
    within: float | None
    beyond: float | None
    score: float
    counts_as: str


class OwnValueRow(TypedDict):
    """A row of own_value."""

    indicator_id: str
    unit_id: str | None
    year: int
    month: int | None
    gender: str
    measured_on: dt.date
    value: float | None
    reason: str | None
    numerator: float | None
    denominator: float | None
    count: int | None
    publication: str | None
    source_label: str | None


class OwnerRow(TypedDict):
    """A row of owner."""

    unit_id: str
    owner: str
    share: float
    changed: bool


class OwnerSharesRow(TypedDict):
    """A row of owner_shares."""

    report: str
    unit_id: str
    owner: str
    share: float
    kind: str
    month: int
    budget: float | None
    budget_to_date: float | None
    outcome: float | None
    forecast: float | None
    deviation: float | None
    reason: str | None
    lineage_id: str


class PartOfYearRow(TypedDict):
    """A row of part_of_year."""

    indicator_id: str
    unit_id: str
    gender: str
    part: str
    kind: str
    year: int
    n_months: int
    to_date: float | None
    expected_to_date: float
    whole_year: float | None
    twelve: float | None
    last_month: int | None
    last_value: float | None
    at_report: float | None


class PlaceRow(TypedDict):
    """A row of place."""

    indicator_id: str
    gender: str
    set_name: str
    group_kind: str
    group_id: str
    group_title: str
    set_hash: str
    kpi_id: str
    year: int
    value: float
    good: int | None
    min_n: int
    min_share: float
    n: int
    n_before: int | None
    rank: int | None
    colour: str | None


class PlaceCertaintyRow(TypedDict):
    """A row of place_certainty."""

    report: str
    indicator_id: str
    kpi_id: str
    area_id: str
    year: int
    gender: str
    group_id: str
    group_kind: str
    n: int
    rank: int
    noise: float
    n_with_noise: int
    rank_low: int
    rank_high: int
    stands: str
    p_green: float | None
    p_yellow: float | None
    p_red: float | None
    colour: str | None
    colour_certain: bool | None
    source_label: str
    lineage_id: str


class PlaceSharedRow(TypedDict):
    """A row of place_shared."""

    set_no: int
    cell: int
    n: int
    min: float
    p25: float
    median: float
    p75: float
    max: float
    mean: float
    n_better: int
    n_equal: int
    n_tied: int
    n_before: int | None


class PlaceSimilarRow(TypedDict):
    """A row of place_similar."""

    set_no: int
    cell: int
    n: int
    min: float
    p25: float
    median: float
    p75: float
    max: float
    mean: float
    n_better: int
    n_equal: int
    n_tied: int
    n_before: int | None


class PlannedFrameRow(TypedDict):
    """A row of planned_frame."""

    unit_id: str
    kind: str
    year: int
    amount: float
    plan_version: str | None
    decided_at: dt.date | None


class PlannedFramesRow(TypedDict):
    """A row of planned_frames."""

    report: str
    unit_id: str
    level: str
    kind: str
    year: int
    decided_at: dt.date | None
    amount: float | None
    current: float | None
    change: float | None
    change_percent: float | None
    n_parts: int
    n_missing: int
    lineage_id: str


class PlannedGoalsRow(TypedDict):
    """A row of planned_goals."""

    report: str
    goal_id: str
    unit_id: str
    level: str
    n_assignments: int
    n_activities: int
    cost: float | None
    n_without_cost: int
    frame_kind: str | None
    frame: float | None
    share: float | None
    lineage_id: str


class PlannedPartRow(TypedDict):
    """A row of planned_part."""

    unit_id: str
    kind: str
    year: int
    place: int
    title: str
    purpose: bool
    volume: float | None
    volume_of: str | None
    price: float | None
    amount: float
    budget: str


class PlannedPartsRow(TypedDict):
    """A row of planned_parts."""

    report: str
    unit_id: str
    level: str
    kind: str
    year: int
    place: int
    title: str
    purpose: bool
    volume: float | None
    volume_of: str | None
    price: float | None
    amount: float
    lineage_id: str


class PlannedTargetRow(TypedDict):
    """A row of planned_target."""

    plan_version: str
    place: str
    goal_id: str
    indicator_id: str
    unit_id: str
    gender: str
    year: int
    decided_by: str | None
    decided_at: dt.date | None
    decision: str | None
    target: float | None
    low: float | None
    high: float | None
    target_rule: str | None
    target_by: float | None
    baseline: float | None
    since: int | None
    group_kind: str | None
    group_id: str | None
    target_text: str | None


class PlannedTargetsRow(TypedDict):
    """A row of planned_targets."""

    report: str
    plan_version: str
    decided: bool
    decided_by: str | None
    decided_at: dt.date | None
    decision: str | None
    goal_id: str
    indicator_id: str
    unit_id: str
    gender: str
    year: int
    target: float | None
    target_label: str | None
    target_low: float | None
    target_high: float | None
    target_rule: str | None
    target_by: float | None
    target_group: str | None
    target_from: float | None
    target_from_year: int | None
    target_text: str | None
    target_now: float | None
    value: float | None
    value_label: str | None
    value_year: int | None
    asked_change: float | None
    lineage_id: str


class PlannedWorkRow(TypedDict):
    """A row of planned_work."""

    report: str
    item_kind: str
    item_id: str
    unit_id: str
    goal_id: str | None
    title: str
    responsible_role: str
    planned_start: dt.date
    planned_end: dt.date
    budget: float | None
    decided_by: str | None
    decided_at: dt.date | None
    financing: str | None
    lineage_id: str


class PlanningRow(TypedDict):
    """A row of planning."""

    product: str
    first_year: int
    last_year: int


class ProjectRow(TypedDict):
    """A row of project."""

    project_id: str
    title: str
    unit_id: str
    budget: float
    total_budget: float | None
    earlier: float | None
    later: float | None


class ProjectMonthRow(TypedDict):
    """A row of project_month."""

    project_id: str
    month: int
    what: str
    amount: float


class QuestionAnsweredRow(TypedDict):
    """A row of question_answered."""

    question: str
    kpi_ids: str
    sha256s: str
    n_cells: str


class ReceiptsRow(TypedDict):
    """A row of receipts."""

    report: str
    source_id: str
    file: str
    part: str
    subject: str
    unit_id: str | None
    year: int | None
    month: int | None
    n: int | None
    amount: float | None
    before: float | None
    first_row: int | None
    note: str | None
    lineage_id: str


class RecordNodeRow(TypedDict):
    """A row of record_node."""

    lineage_id: str
    section: str
    unit_id: str
    kind: str | None
    year: int
    month: int | None


class RecordPlaceRow(TypedDict):
    """A row of record_place."""

    section: str
    id: str
    unit_id: str
    kind: str | None
    year: int
    month: int | None


class RefusedHarvestRow(TypedDict):
    """A row of refused_harvest."""

    harvest_id: str
    origin: str
    at: dt.datetime
    kpi_ids: str
    why: str


class RolledMoneyRow(TypedDict):
    """A row of rolled_money."""

    unit_id: str
    kind: str
    month: int
    own_frame: bool
    n_parts: int
    budget: float | None
    budget_to_date: float | None
    outcome: float | None
    forecast: float | None
    measure: str | None


class ScopeChangeRow(TypedDict):
    """A row of scope_change."""

    goal_id: str | None
    unit_id: str | None
    level: str | None
    status_before: str | None
    status_after: str | None
    score_before: float | None
    score_after: float | None
    coverage_before: float | None
    coverage_after: float | None


class ScopeLeafRow(TypedDict):
    """A row of scope_leaf."""

    scope: str
    goal_id: str | None
    unit_id: str | None
    level: str | None
    leaf_id: str
    weight: float
    status: str
    reason: str | None
    lineage_id: str


class ScopeStatusRow(TypedDict):
    """A row of scope_status."""

    scope: str
    goal_id: str | None
    unit_id: str | None
    level: str | None
    n_met: int
    n_partly: int
    n_not_met: int
    n_not_assessed: int
    n_no_judgement: int
    coverage: float | None
    score: float | None
    status: str


class SeriesBreakRow(TypedDict):
    """A row of series_break."""

    indicator_id: str
    year: int


class SeriesSinceRow(TypedDict):
    """A row of series_since."""

    indicator_id: str
    year: int


class ServiceComponentRow(TypedDict):
    """A row of service_component."""

    service_area: str
    title: str
    similar_area: str
    indicator_id: str
    part: str


class SetChangeRow(TypedDict):
    """A row of set_change."""

    group_kind: str
    set_name: str
    kind: str
    title_before: str | None
    title_after: str | None
    members_in: str
    members_out: str
    indicator_ids: str


class SetComparedRow(TypedDict):
    """A row of set_compared."""

    report: str
    group_id: str
    group_kind: str
    group_title: str
    group_year: int | None
    service_area: str | None
    set_hash: str
    area_id: str
    area_title: str


class SetMemberRow(TypedDict):
    """A row of set_member."""

    set_no: int
    group_id: str
    group_kind: str
    area_id: str


class SetNodeRow(TypedDict):
    """A row of set_node."""

    lineage_id: str
    ground_id: str
    indicator_id: str
    kpi_id: str
    year: int
    gender: str
    group_id: str
    group_kind: str
    group_title: str


class ShareOfRow(TypedDict):
    """A row of share_of."""

    indicator_id: str
    area_id: str
    year: int
    gender: str
    n: int


class SharedReportRow(TypedDict):
    """A row of shared_report."""

    year: int
    as_of: dt.datetime


class ShortfallSeriesRow(TypedDict):
    """A row of shortfall_series."""

    report: str
    goal_id: str
    unit_id: str
    indicator_id: str
    kpi_id: str | None
    gender: str
    year: int
    value: float | None
    reason: str | None
    target: float | None
    target_low: float | None
    target_high: float | None
    status: str | None
    score: float | None
    new_series: bool
    shortfall: bool | None
    run: int
    n_in_a_row: int
    lineage_id: str


class ShortfallsRow(TypedDict):
    """A row of shortfalls."""

    report: str
    unit_id: str
    goal_id: str
    indicator_id: str
    kpi_id: str | None
    gender: str
    n_in_a_row: int
    n_missing: int
    candidate: bool
    series: str
    since_year: int
    lineage_id: str


class SimilarOfYearRow(TypedDict):
    """A row of similar_of_year."""

    year: int
    service_area: str
    owner_id: str
    set_no: int


class SourceAnswerRow(TypedDict):
    """A row of source_answer."""

    source_answer_id: str
    harvest_id: str
    kind: str
    url: str
    at: dt.datetime
    fetched_at: dt.datetime
    status: int
    size: int
    sha256: str
    origin: str
    n_noise: int


class StaffRow(TypedDict):
    """A row of staff."""

    report: str
    unit_id: str
    level: str
    year: int
    month: int
    gender: str
    headcount: int | None
    fte: float | None
    sick_leave: float | None
    withheld: bool
    n_units: int
    lineage_id: str


class StaffAccountRow(TypedDict):
    """A row of staff_account."""

    report: str
    unit_id: str
    year: int
    month: int
    measure: str
    gender: str
    amount: float | None
    share: float | None
    withheld: bool
    incomplete: bool
    lineage_id: str


class StaffMonthRow(TypedDict):
    """A row of staff_month."""

    unit_id: str
    year: int
    month: int
    gender: str
    headcount: int | None
    fte: float | None
    sick_hours: float | None
    scheduled_hours: float | None


class StaffPartRow(TypedDict):
    """A row of staff_part."""

    unit_id: str
    year: int
    month: int
    gender: str
    measure: str
    amount: float


class StaffSummedRow(TypedDict):
    """A row of staff_summed."""

    unit_id: str
    year: int
    month: int
    gender: str
    headcount: int | None
    fte: float | None
    sick_hours: float | None
    scheduled_hours: float | None
    own_headcount: int | None
    n_units: int
    n_staffed: int


class StaffWithheldRow(TypedDict):
    """A row of staff_withheld."""

    year: int
    month: int
    plane: str
    unit_id: str


class StatementRow(TypedDict):
    """A row of statement."""

    statement_id: str
    kind: str
    kind_title: str
    unit_id: str
    goal_id: str | None
    part: str
    part_title: str
    text: str | None
    by: str
    decided_by: str | None
    decided_at: dt.date | None
    decision: str | None
    valid_from: dt.date | None
    valid_to: dt.date | None
    leads_to: str | None
    kind_place: int
    part_place: int


class StatementsRow(TypedDict):
    """A row of statements."""

    report: str
    unit_id: str
    level: str
    statement_id: str
    kind: str
    kind_title: str
    goal_id: str | None
    part: str
    part_title: str
    text: str | None
    by: str
    decided_by: str | None
    decided_at: dt.date | None
    decision: str | None
    valid_from: dt.date | None
    valid_to: dt.date | None
    leads_to: str | None
    lineage_id: str


class StatusChangeRow(TypedDict):
    """A row of status_change."""

    goal_id: str
    indicator_id: str
    unit_id: str
    gender: str
    status_before: str | None
    status_after: str | None
    cause: str
    reason_before: str | None
    reason_after: str | None
    year_before: int | None
    year_after: int | None
    value_before: float | None
    value_after: float | None
    known_from: dt.datetime | None
    target_before: float | None
    target_after: float | None
    low_before: float | None
    low_after: float | None
    high_before: float | None
    high_after: float | None
    plan_before: str | None
    plan_after: str | None
    decimals: int
    unit_of_measure: str
    lineage_id_before: str | None
    lineage_id_after: str | None


class SteeringDocumentRow(TypedDict):
    """A row of steering_document."""

    document_id: str
    title: str
    unit_id: str
    follow_up: bool
    valid_to: dt.date | None


class SuppressedRow(TypedDict):
    """A row of suppressed."""

    indicator_id: str
    unit_id: str
    year: int
    gender: str


class TargetRow(TypedDict):
    """A row of target."""

    plan_version: str
    place: str
    plan_title: str
    decided_by: str | None
    decided_at: dt.date
    year1: int
    year3: int
    goal_id: str
    indicator_id: str
    unit_id: str
    gender: str
    year1_value: float | None
    year1_low: float | None
    year1_high: float | None
    year2_value: float | None
    year2_low: float | None
    year2_high: float | None
    year3_value: float | None
    year3_low: float | None
    year3_high: float | None
    tolerance: float | None
    baseline: float | None


class TargetChangeRow(TypedDict):
    """A row of target_change."""

    plan_version: str
    goal_id: str
    indicator_id: str
    unit_id: str
    gender: str
    field: str
    kind: str
    before: float | None
    after: float | None


class TargetInForceRow(TypedDict):
    """A row of target_in_force."""

    goal_id: str
    indicator_id: str
    unit_id: str
    gender: str
    plan_version: str
    target: float | None
    low: float | None
    high: float | None
    target_year3: float | None
    year3: int
    tolerance: float | None
    baseline: float | None
    target_rule: str | None
    target_by: float | None
    since: int | None
    group_kind: str | None
    group_id: str | None
    target_text: str | None
    path_plan: str | None
    path_value: float | None
    path_low: float | None
    path_high: float | None


class TargetLimitRow(TypedDict):
    """A row of target_limit."""

    goal_id: str
    indicator_id: str
    unit_id: str
    gender: str
    direction: str
    target: float | None
    low: float | None
    high: float | None
    baseline: float | None
    target_rule: str | None
    target_by: float | None
    target_group: str | None
    target_group_id: str | None
    target_from: float | None
    target_from_year: int | None
    target_from_gender: str | None
    reason: str | None


class TargetRealismRow(TypedDict):
    """A row of target_realism."""

    report: str
    goal_id: str
    indicator_id: str
    kpi_id: str
    unit_id: str
    gender: str
    group_kind: str
    value: float
    year: int
    target: float
    target_year: int
    years: int
    asked_change: float
    nearness: float
    n: int
    n_reached: int | None
    share: float | None
    p25: float | None
    p75: float | None
    source_label: str
    lineage_id: str


class TargetRuleRow(TypedDict):
    """A row of target_rule."""

    plan_version: str
    goal_id: str
    indicator_id: str
    unit_id: str
    gender: str
    year: int
    target_rule: str
    target_by: float | None
    since: int | None
    group_kind: str | None
    group_id: str | None
    target_text: str | None


class ThisReportRow(TypedDict):
    """A row of this_report."""

    report: str
    municipality_id: str
    area_id: str
    year: int
    month: int
    period_end: dt.date
    due_by: dt.date
    basis: str
    as_of: dt.datetime
    places: str


class ThresholdRow(TypedDict):
    """A row of threshold."""

    tolerance_share_higher: float
    tolerance_share_lower: float
    min_coverage: float
    met_score: float
    not_met_score: float
    few_behind_value: int
    colour_min_n: int
    colour_min_share: float
    repeated_share: float
    colour_certainty: float
    likely_share: float
    unlikely_share: float
    realism_min_n: int
    carried_out_share: float
    right_way_share: float
    contributed_share: float
    outer_share: float
    min_component_share: float
    deviation_committee: float
    deviation_council: float
    shortfall_count: int
    shortfall_score: float
    min_persons: int
    min_pupils: int
    receipt_share: float


class UnitRow(TypedDict):
    """A row of unit."""

    unit_id: str
    title: str
    level: str
    parent_id: str | None
    kolada_unit: str | None


class UnitAboveRow(TypedDict):
    """A row of unit_above."""

    day: dt.date
    unit_id: str
    above_id: str
    steps: int


class UnitBelowRow(TypedDict):
    """A row of unit_below."""

    unit_id: str
    below_id: str


class UnitChangeRow(TypedDict):
    """A row of unit_change."""

    unit_id: str
    successor_id: str | None
    changed_at: dt.date
    kind: str


class UnitComparisonRow(TypedDict):
    """A row of unit_comparison."""

    report: str
    indicator_id: str
    kpi_id: str
    direction: str
    kolada_unit_id: str
    title: str
    unit_id: str | None
    year: int
    gender: str
    value: float
    group_id: str
    group_title: str
    group_year: int | None
    n: int
    n_before: int | None
    min: float
    p25: float
    median: float
    p75: float
    max: float
    mean: float
    difference: float
    rank: int | None
    score: float | None
    colour: str | None
    tie_share: float
    change: float | None
    set_hash: str
    source_label: str
    lineage_id: str


class UnitPlaceRow(TypedDict):
    """A row of unit_place."""

    unit_id: str
    level: str
    parent_id: str | None
    valid_from: dt.date | None
    valid_to: dt.date | None


class UnitSetNodeRow(TypedDict):
    """A row of unit_set_node."""

    lineage_id: str
    kpi_id: str
    year: int
    gender: str
    group_id: str


class UnitValueRow(TypedDict):
    """A row of unit_value."""

    indicator_id: str
    unit_id: str
    year: int
    month: int | None
    gender: str
    measured_on: dt.date
    value: float | None
    reason: str | None
    numerator: float | None
    denominator: float | None
    count: int | None
    rolled_up: bool
    n_units: int
    coverage: float | None
    publication: str | None
    source_label: str


class ValueCertaintyRow(TypedDict):
    """A row of value_certainty."""

    report: str
    indicator_id: str
    kpi_id: str | None
    unit_id: str
    gender: str
    year: int
    value: float
    basis: str | None
    margin: float | None
    behind: int | None
    low: float | None
    high: float | None
    change: float | None
    change_certainty: str | None
    riket_difference: float | None
    riket_certainty: str | None
    behind_three: int | None
    value_three: float | None
    low_three: float | None
    high_three: float | None
    source_label: str
    lineage_id: str


class ValueChangeRow(TypedDict):
    """A row of value_change."""

    indicator_id: str
    kpi_id: str
    area_id: str
    own: bool
    year: int
    gender: str
    kind: str
    value_before: float | None
    value_after: float | None
    known_from_before: dt.datetime | None
    known_from_after: dt.datetime | None
    publication_before: str | None
    publication_after: str | None


class ValueIntervalRow(TypedDict):
    """A row of value_interval."""

    indicator_id: str
    area_id: str
    year: int
    gender: str
    value: float
    margin: float | None
    per: float | None
    events: int | None
    base: float | None
    behind: int | None
    basis: str | None
    low: float | None
    high: float | None


class ValueNodeRow(TypedDict):
    """A row of value_node."""

    lineage_id: str
    kpi_id: str
    area_id: str
    year: int
    gender: str
    value: float | None
    status: str
    known_from: dt.datetime
    known_to: dt.datetime | None
    closed_by: str | None
    source_answer_id: str
    earlier_id: str | None
    latest: bool


class ValueUsedRow(TypedDict):
    """A row of value_used."""

    indicator_id: str
    unit_id: str
    gender: str
    basis: str
    year: int | None
    value: float | None
    auto_value: float | None
    reason: str | None
    previous_value: float | None
    change: float | None
    reorganised: bool
    count: int | None
    coverage: float | None
    publication: str | None
    forecast_by: str | None
    forecast_made_at: dt.date | None
    forecast_reason: str | None
    forecast_flag: str | None
    source_label: str | None
    computed: bool
    forecast: bool
    known_from: dt.datetime | None
    source_answer_id: str | None
    correction_id: str | None


class WindowMovedRow(TypedDict):
    """A row of window_moved."""

    indicator_id: str
    gender: str
    year_before: int
    year_after: int
    area_id: str
    change: float
    n_others: int
    median_change: float
    spread: float
    contributed: bool


class WithheldRow(TypedDict):
    """A row of withheld."""

    indicator_id: str
    check_id: str


class WorkContributionRow(TypedDict):
    """A row of work_contribution."""

    item_kind: str
    item_id: str
    goal_id: str
    contributed: bool | None
    basis: str | None
    evidence: str | None


class WorkGoalRow(TypedDict):
    """A row of work_goal."""

    item_kind: str
    item_id: str
    goal_id: str


class WorkItemRow(TypedDict):
    """A row of work_item."""

    item_kind: str
    item_id: str
    unit_id: str
    title: str
    responsible_role: str
    planned_start: dt.date | None
    planned_end: dt.date | None
    actual_end: dt.date | None
    state: str
    budget: float | None
    outcome: float | None
    quality: str | None
    contributed: bool | None
    evidence: str | None
    cancelled_by: str | None
    cancelled_at: dt.date | None
    decided_by: str | None
    decided_at: dt.date | None
    decision: str | None
    financing: str | None


class WorkJudgedRow(TypedDict):
    """A row of work_judged."""

    item_kind: str
    item_id: str
    unit_id: str
    planned_start: dt.date | None
    state: str
    due: bool
    carried_out: bool
    on_time: bool | None
    within_budget: bool | None
    quality_passed: bool | None
    right_way: bool | None
    all_three: bool | None
    outcome: float | None


class WorkScopedRow(TypedDict):
    """A row of work_scoped."""

    scope: str
    goal_id: str | None
    unit_id: str | None
    level: str | None
    item_kind: str
    item_id: str
    contributed: bool | None
    basis: str | None
    base_rate: float | None
    lineage_id: str | None


class WorkWindowRow(TypedDict):
    """A row of work_window."""

    item_kind: str
    item_id: str
    goal_id: str
    indicator_id: str
    gender: str
    unit_id: str | None
    month: int | None
    year_before: int
    value_before: float
    year_after: int
    value_after: float


class YearMoneyRow(TypedDict):
    """A row of year_money."""

    year: int
    kind: str
    of_file: bool
    booked: bool
    outcome: float | None
    last_month: int | None
    budget: float | None
    forecast: float | None
    forecast_month: int | None
    of_council: bool


class YearValueRow(TypedDict):
    """A row of year_value."""

    indicator_id: str
    unit_id: str
    gender: str
    year: int
    value: float | None
    reason: str | None
    count: int | None
    measured_on: dt.date
    coverage: float | None
    publication: str | None
    source_label: str
    computed: bool
    of_months: bool
