using Governance.Identity.Data;
using Governance.Identity.Roles;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;

namespace Governance.Identity.Users;

/// <summary>Leaves saving to the caller, so that a change and its event are one transaction.</summary>
internal sealed class UserAccountStore : UserStore<User, Role, GovernanceIdentityDbContext, Guid>
{
    public UserAccountStore(GovernanceIdentityDbContext context, IdentityErrorDescriber describer)
        : base(context, describer) => AutoSaveChanges = false;
}
