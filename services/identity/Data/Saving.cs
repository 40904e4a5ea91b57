using Governance.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Governance.Identity.Data;

internal static class Saving
{
    /// <summary>Null when saved; 412 when somebody else was faster, 409 when a unique value is taken.</summary>
    public static async Task<ProblemHttpResult?> TrySaveAsync(this GovernanceIdentityDbContext db, CancellationToken cancellationToken)
    {
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return null;
        }
        catch (DbUpdateConcurrencyException)
        {
            return Problems.PreconditionFailed();
        }
        catch (DbUpdateException exception) when (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return Problems.Conflict("already-exists", "Something with this name or address exists already.");
        }
    }
}
