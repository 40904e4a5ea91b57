using Governance.Dpia.Data;
using Microsoft.EntityFrameworkCore;

namespace Governance.Dpia.Assessments;

/// <summary>An assessment with what the register sorts and filters by besides, computed where the rows are.</summary>
internal sealed class RegisterRow
{
    public required Assessment Assessment { get; init; }

    public required string Responsible { get; init; }

    /// <summary>The highest <see cref="Risks.RiskLevel"/> that remains, by <see cref="Risks.Residual"/>'s rule; null until a risk is rated.</summary>
    public required int? Risk { get; init; }

    public static IQueryable<RegisterRow> Of(DpiaDbContext db) =>
        from assessment in db.Assessments.AsNoTracking()
        join more in db.Database.SqlQuery<Computed>($$"""
            SELECT a.id AS "AssessmentId", coalesce(a.subject->>'responsibleId', a.created_by) AS "Responsible",
              (SELECT max(CASE WHEN rated.severity >= 3 AND rated.likelihood >= 3 THEN 2 WHEN rated.severity >= 3 OR rated.likelihood >= 3 THEN 1 ELSE 0 END)
               FROM (SELECT coalesce((r.content->'residual'->>'severity')::int, greatest(1, (r.content->>'severity')::int - coalesce(sum((m.content->>'lowersSeverity')::int), 0))) AS severity,
                            coalesce((r.content->'residual'->>'likelihood')::int, greatest(1, (r.content->>'likelihood')::int - coalesce(sum((m.content->>'lowersLikelihood')::int), 0))) AS likelihood
                     FROM risks r LEFT JOIN measures m ON m.assessment_id = r.assessment_id AND m.state <> 'Dropped' AND m.content->'riskIds' @> to_jsonb(r.id::text)
                     WHERE r.assessment_id = a.id
                       AND (r.content->'residual'->>'severity' IS NOT NULL OR (r.content->>'severity' IS NOT NULL AND r.content->>'likelihood' IS NOT NULL))
                     GROUP BY r.id) rated) AS "Risk"
            FROM assessments a
            """) on assessment.Id equals more.AssessmentId
        select new RegisterRow { Assessment = assessment, Responsible = more.Responsible, Risk = more.Risk };

    private sealed record Computed(Guid AssessmentId, string Responsible, int? Risk);
}
