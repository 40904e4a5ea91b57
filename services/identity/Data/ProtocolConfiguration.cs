using Governance.Identity.Clients;
using Governance.Identity.Grants;
using Governance.Identity.Keys;
using Governance.Identity.Security;
using Governance.Identity.Sessions;
using Governance.Identity.Setup;
using Governance.Identity.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Governance.Identity.Data;

internal sealed class ClientConfiguration : IEntityTypeConfiguration<Client>
{
    public void Configure(EntityTypeBuilder<Client> builder)
    {
        builder.ToTable("clients");
        builder.Property(c => c.Id).HasMaxLength(100);
        builder.Property(c => c.Version).IsConcurrencyToken();
    }
}

internal sealed class GrantConfiguration : IEntityTypeConfiguration<Grant>
{
    public void Configure(EntityTypeBuilder<Grant> builder)
    {
        builder.ToTable("grants");
        builder.Property(g => g.Id).ValueGeneratedNever();
        builder.HasIndex(g => g.UserId);
        builder.HasIndex(g => g.SessionId);
        builder.HasIndex(g => g.ExpiresAt);
        builder.HasOne<User>().WithMany().HasForeignKey(g => g.UserId);
        builder.HasOne<Client>().WithMany().HasForeignKey(g => g.ClientId);
        builder.HasOne<SignInSession>().WithMany().HasForeignKey(g => g.SessionId);
    }
}

internal sealed class AuthorizationCodeConfiguration : IEntityTypeConfiguration<AuthorizationCode>
{
    public void Configure(EntityTypeBuilder<AuthorizationCode> builder)
    {
        builder.ToTable("authorization_codes");
        builder.HasKey(c => c.CodeHash);
        builder.HasIndex(c => c.ExpiresAt);
        builder.HasOne<Grant>().WithMany().HasForeignKey(c => c.GrantId);
    }
}

internal sealed class RefreshTokenConfiguration : IEntityTypeConfiguration<RefreshToken>
{
    public void Configure(EntityTypeBuilder<RefreshToken> builder)
    {
        builder.ToTable("refresh_tokens");
        builder.HasKey(t => t.TokenHash);
        builder.HasIndex(t => t.ExpiresAt);
        builder.HasOne<Grant>().WithMany().HasForeignKey(t => t.GrantId);
    }
}

internal sealed class RevokedAccessTokenConfiguration : IEntityTypeConfiguration<RevokedAccessToken>
{
    public void Configure(EntityTypeBuilder<RevokedAccessToken> builder)
    {
        builder.ToTable("revoked_access_tokens");
        builder.HasKey(t => t.TokenId);
        builder.HasIndex(t => t.ExpiresAt);
    }
}

internal sealed class SignInSessionConfiguration : IEntityTypeConfiguration<SignInSession>
{
    public void Configure(EntityTypeBuilder<SignInSession> builder)
    {
        builder.ToTable("sign_in_sessions");
        builder.Property(s => s.Id).ValueGeneratedNever();
        builder.HasIndex(s => s.UserId);
        builder.HasIndex(s => s.ExpiresAt);
        builder.HasOne<User>().WithMany().HasForeignKey(s => s.UserId);
    }
}

internal sealed class SigningKeyConfiguration : IEntityTypeConfiguration<SigningKey>
{
    public void Configure(EntityTypeBuilder<SigningKey> builder) => builder.ToTable("signing_keys");
}

internal sealed class SessionKeyConfiguration : IEntityTypeConfiguration<SessionKey>
{
    public void Configure(EntityTypeBuilder<SessionKey> builder)
    {
        builder.ToTable("session_keys");
        builder.Property(k => k.Id).ValueGeneratedNever();
    }
}

internal sealed class SetupCompletionConfiguration : IEntityTypeConfiguration<SetupCompletion>
{
    public void Configure(EntityTypeBuilder<SetupCompletion> builder)
    {
        builder.ToTable("setup_completion");
        builder.Property(s => s.Id).ValueGeneratedNever();
    }
}
