using Microsoft.AspNetCore.Identity;

namespace Governance.Identity.Users;

/// <summary>Sets passwords by the rules of ASP.NET Core Identity.</summary>
internal sealed class Passwords(UserManager<User> users, IPasswordHasher<User> hasher)
{
    /// <summary>Hashing time grows with the length.</summary>
    public const int Longest = 256;

    /// <summary>Empty when it was set; otherwise what is wrong with it, in words that don't repeat it.</summary>
    public async Task<IReadOnlyList<string>> SetAsync(User user, string password)
    {
        if (password.Length > Longest)
            return [$"Passwords have at most {Longest} characters."];
        var problems = new List<string>();
        foreach (var validator in users.PasswordValidators)
        {
            var result = await validator.ValidateAsync(users, user, password);
            problems.AddRange(result.Errors.Select(e => e.Description));
        }
        if (problems.Count == 0)
        {
            user.PasswordHash = hasher.HashPassword(user, password);
            user.SecurityStamp = Security.OpaqueToken.Create();
        }
        return problems;
    }
}
