using Governance.Contracts;
using Governance.Contracts.Identity.V1;
using Governance.Identity.Data;
using Governance.Identity.Security;
using Governance.Identity.Sessions;
using Governance.Identity.Users;
using Governance.Messaging.Outbox;
using Governance.ServiceDefaults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Governance.Identity.SignIn;

internal enum SignInOutcome
{
    Refused,
    SignedIn,
    PasswordChangeNeeded,
    NewPasswordRefused,
}

/// <param name="Problems">What the password rules say of a new password.</param>
internal sealed record SignInResult(SignInOutcome Outcome, SignInSession? Session = null, IReadOnlyList<string>? Problems = null);

/// <summary>Checks an e-mail and password. Unknown, disabled, locked and wrong look alike and take the same work.</summary>
internal sealed class PasswordSignIn(
    GovernanceIdentityDbContext db,
    SessionStore sessions,
    IPasswordHasher<User> hasher,
    ILookupNormalizer normalizer,
    Passwords passwords,
    DecoyPassword decoy,
    MessageOutbox outbox,
    EventHeaders headers,
    TimeProvider clock)
{
    /// <param name="newPassword">Replaces the password once the old one has been proved.</param>
    public async Task<SignInResult> SignInAsync(string email, string password, string? newPassword, CancellationToken cancellationToken)
    {
        var normalized = normalizer.NormalizeEmail(email.Trim());
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // Attempts on one account wait for each other, or a burst of guesses would all see the counter of the first.
        var user = await db.Users.FromSql($"SELECT * FROM users WHERE normalized_email = {normalized} FOR UPDATE").SingleOrDefaultAsync(cancellationToken);
        var verdict = Verify(user, password);
        var now = clock.GetUtcNow();

        var result = new SignInResult(SignInOutcome.Refused);
        if (user is null)
            AddFailure(null, "unknown-account");
        else if (user.IsDisabled)
            AddFailure(user, "account-disabled");
        else if (user.IsLockedOut(now))
            AddFailure(user, "account-locked");
        else if (verdict == PasswordVerificationResult.Failed)
            RecordWrongPassword(user, now);
        else
            result = await AcceptAsync(user, verdict, password, newPassword, cancellationToken);

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return result;
    }

    private PasswordVerificationResult Verify(User? user, string password) =>
        hasher.VerifyHashedPassword(user ?? decoy.User, user?.PasswordHash ?? decoy.Hash, password.Length <= Passwords.Longest ? password : "");

    private async Task<SignInResult> AcceptAsync(
        User user, PasswordVerificationResult verdict, string password, string? newPassword, CancellationToken cancellationToken)
    {
        user.RecordSignIn();
        if (newPassword is not null)
        {
            if (newPassword == password)
                return new SignInResult(SignInOutcome.NewPasswordRefused, Problems: ["The new password must differ from the old one."]);
            if (await passwords.SetAsync(user, newPassword) is { Count: > 0 } problems)
                return new SignInResult(SignInOutcome.NewPasswordRefused, Problems: problems);
            user.RequirePasswordChange(false);
            await sessions.EndAllAsync(user.Id, "password-changed", ActorOf(user), cancellationToken);
            outbox.Add(db, new UserPasswordChanged(headers.New(ActorOf(user), "user", user.Id), user.Id));
        }
        else if (user.MustChangePassword)
        {
            return new SignInResult(SignInOutcome.PasswordChangeNeeded);
        }
        else if (verdict == PasswordVerificationResult.SuccessRehashNeeded)
        {
            user.PasswordHash = hasher.HashPassword(user, password);
        }
        var session = sessions.Start(user.Id);
        outbox.Add(db, new SignInSucceeded(headers.New(ActorOf(user), "user", user.Id), user.Id, session.Id));
        return new SignInResult(SignInOutcome.SignedIn, session);
    }

    private void RecordWrongPassword(User user, DateTimeOffset now)
    {
        var locked = user.RecordFailedSignIn(now);
        AddFailure(user, "wrong-password");
        if (locked)
            outbox.Add(db, new UserLockedOut(headers.New(null, "user", user.Id) with { Reason = "too-many-failures" }, user.Id, user.LockoutEnd!.Value));
    }

    private void AddFailure(User? user, string reason) =>
        outbox.Add(db, new SignInFailed(
            headers.New(null, "user", user?.Id.ToString() ?? "unknown") with { Outcome = Outcome.Refused, Reason = reason }, user?.Id));

    private static Actor ActorOf(User user) => new(ActorType.User, user.Id.ToString());
}

/// <summary>A password hash to verify against when the account does not exist.</summary>
internal sealed class DecoyPassword(IOptions<PasswordHasherOptions> options, TimeProvider clock)
{
    public User User { get; } = User.Create("", "", clock.GetUtcNow());

    public string Hash => _hash.Value;

    private readonly Lazy<string> _hash = new(() => new PasswordHasher<User>(options).HashPassword(User.Create("", "", clock.GetUtcNow()), OpaqueToken.Create()));
}
