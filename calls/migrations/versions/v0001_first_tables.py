"""The first tables: nights, calls with their versions, issues, rankings."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

# As the columns of a call were at this step; later ones are added by later steps.
CALL_CONTENT: tuple[sa.Column[Any], ...] = (
    sa.Column("api_id", sa.Text()),
    sa.Column("url", sa.Text(), nullable=False),
    sa.Column("title", sa.Text(), nullable=False),
    sa.Column("summary", sa.Text()),
    sa.Column("full_text", sa.Text()),
    sa.Column("lang", sa.Text(), nullable=False),
    sa.Column("twin_url", sa.Text()),
    sa.Column("funder", sa.Text(), nullable=False),
    sa.Column("scheme", sa.Text()),
    sa.Column("application_type", sa.Text()),
    sa.Column("instrument", sa.Text()),
    sa.Column("themes", sa.Text()),
    sa.Column("status", sa.Text()),
    sa.Column("status_text", sa.Text()),
    sa.Column("opens_at", sa.DateTime(timezone=True)),
    sa.Column("deadline_at", sa.DateTime(timezone=True)),
    sa.Column("deadlines", sa.Text()),
    sa.Column("deadline_type", sa.Text()),
    sa.Column("deadline_text", sa.Text()),
    sa.Column("other_dates", sa.Text()),
    sa.Column("project_start_earliest_date", sa.Date()),
    sa.Column("project_start_latest_date", sa.Date()),
    sa.Column("project_end_latest_date", sa.Date()),
    sa.Column("budget_nok", sa.BigInteger()),
    sa.Column("award_floor_nok", sa.BigInteger()),
    sa.Column("award_ceiling_nok", sa.BigInteger()),
    sa.Column("funding_rate_pct", sa.BigInteger()),
    sa.Column("duration_min_months", sa.BigInteger()),
    sa.Column("duration_max_months", sa.BigInteger()),
    sa.Column("applicant_types", sa.Text()),
    sa.Column("applicant_text", sa.Text()),
    sa.Column("target_groups", sa.Text()),
    sa.Column("is_partner_required", sa.Boolean()),
    sa.Column("partner_text", sa.Text()),
    sa.Column("regions", sa.Text()),
    sa.Column("contact", sa.Text()),
    sa.Column("change_notes", sa.Text()),
    sa.Column("results", sa.Text()),
    sa.Column("layout", sa.Text()),
    sa.Column("evidence", sa.Text()),
    sa.Column("content_hash", sa.Text(), nullable=False),
    sa.Column("parser_version", sa.Text(), nullable=False),
)


def upgrade() -> None:
    _create_nights()
    _create_calls()
    _create_issues()
    _create_rankings()


def downgrade() -> None:
    for table in (
        "matches",
        "match_runs",
        "corpus_weights",
        "profile_versions",
        "issues",
        "call_seen",
        "call_versions",
        "source_nights",
        "nights",
    ):
        op.drop_table(table)


def _to_night(table: str, *columns: str) -> list[sa.ForeignKeyConstraint]:
    return [sa.ForeignKeyConstraint([name], ["nights.night"], name=f"fk_{table}_{name}") for name in columns]


def _create_nights() -> None:
    op.create_table(
        "nights",
        sa.Column("night", sa.Date(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("code_version", sa.Text(), nullable=False),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("night", name="pk_nights"),
    )
    op.create_table(
        "source_nights",
        sa.Column("night", sa.Date(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("is_complete", sa.Boolean(), nullable=False),
        sa.Column("fetched", sa.Integer(), nullable=False),
        sa.Column("parsed", sa.Integer(), nullable=False),
        sa.Column("new", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("closed", sa.Integer(), nullable=False),
        sa.Column("issues", sa.Integer(), nullable=False),
        sa.Column("data_night", sa.Date()),
        sa.Column("fill_rates", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("night", "source", name="pk_source_nights"),
        *_to_night("source_nights", "night", "data_night"),
    )


def _create_calls() -> None:
    op.create_table(
        "call_versions",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date()),
        sa.Column("page_url", sa.Text(), nullable=False),
        sa.Column("page_night", sa.Date(), nullable=False),
        *CALL_CONTENT,
        sa.PrimaryKeyConstraint("source", "source_id", "valid_from", name="pk_call_versions"),
        *_to_night("call_versions", "valid_from", "valid_to"),
    )
    op.create_table(
        "call_seen",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date()),
        sa.Column("first_seen_night", sa.Date(), nullable=False),
        sa.Column("last_seen_night", sa.Date()),
        sa.Column("is_listed", sa.Boolean(), nullable=False),
        sa.Column("card_hash", sa.Text(), nullable=False),
        sa.Column("is_detail_read", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("source", "source_id", "valid_from", name="pk_call_seen"),
        *_to_night("call_seen", "valid_from", "valid_to", "first_seen_night", "last_seen_night"),
    )
    _create_current_index("call_versions", "source_id")
    _create_current_index("call_seen", "source_id")


def _create_issues() -> None:
    op.create_table(
        "issues",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("issue_id", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date()),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("source", "issue_id", "valid_from", name="pk_issues"),
        *_to_night("issues", "valid_from", "valid_to"),
    )
    _create_current_index("issues", "issue_id")


def _create_rankings() -> None:
    op.create_table(
        "profile_versions",
        sa.Column("cluster", sa.Text(), nullable=False),
        sa.Column("profile", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("cluster", "profile", "version", name="pk_profile_versions"),
    )
    op.create_table(
        "corpus_weights",
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("weights", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("version", name="pk_corpus_weights"),
    )
    _create_runs()
    op.create_table(
        "matches",
        sa.Column("night", sa.Date(), nullable=False),
        sa.Column("cluster", sa.Text(), nullable=False),
        sa.Column("profile", sa.Text(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("terms", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("night", "cluster", "profile", "rank", name="pk_matches"),
        sa.ForeignKeyConstraint(
            ["night", "cluster", "profile"],
            ["match_runs.night", "match_runs.cluster", "match_runs.profile"],
            name="fk_matches_night_cluster_profile",
        ),
    )


def _create_runs() -> None:
    op.create_table(
        "match_runs",
        sa.Column("night", sa.Date(), nullable=False),
        sa.Column("cluster", sa.Text(), nullable=False),
        sa.Column("profile", sa.Text(), nullable=False),
        sa.Column("profile_version", sa.Text(), nullable=False),
        sa.Column("text_version", sa.Text(), nullable=False),
        sa.Column("weights_version", sa.Text(), nullable=False),
        sa.Column("glossary_version", sa.Text(), nullable=False),
        sa.Column("calls_ranked", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("night", "cluster", "profile", name="pk_match_runs"),
        sa.ForeignKeyConstraint(["weights_version"], ["corpus_weights.version"], name="fk_match_runs_weights_version"),
        sa.ForeignKeyConstraint(
            ["cluster", "profile", "profile_version"],
            ["profile_versions.cluster", "profile_versions.profile", "profile_versions.version"],
            name="fk_match_runs_cluster_profile_profile_version",
        ),
        *_to_night("match_runs", "night"),
    )


def _create_current_index(table: str, key: str) -> None:
    is_current = sa.text("valid_to IS NULL")
    op.create_index(
        f"ix_{table}_current",
        table,
        ["source", key],
        unique=True,
        sqlite_where=is_current,
        postgresql_where=is_current,
    )
