using System.Xml.Linq;
using Governance.Identity.Data;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.EntityFrameworkCore;

namespace Governance.Identity.Security;

/// <summary>A key that protects cookies and antiforgery tokens, kept so that sessions outlive a restart.</summary>
internal sealed class SessionKey
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    /// <summary>Its secret element is sealed with the encryption key.</summary>
    public required string Xml { get; init; }
}

internal sealed class SessionKeyStore(IServiceScopeFactory scopes, TimeProvider clock) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var scope = scopes.CreateScope();
        var db = scope.ServiceProvider.GetRequiredService<GovernanceIdentityDbContext>();
        return [.. db.SessionKeys.AsNoTracking().OrderBy(k => k.Id).Select(k => k.Xml).AsEnumerable().Select(x => XElement.Parse(x))];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var scope = scopes.CreateScope();
        var db = scope.ServiceProvider.GetRequiredService<GovernanceIdentityDbContext>();
        db.SessionKeys.Add(new SessionKey
        {
            Id = Guid.CreateVersion7(clock.GetUtcNow()),
            Name = friendlyName,
            Xml = element.ToString(SaveOptions.DisableFormatting),
        });
        db.SaveChanges();
    }
}

internal sealed class SessionKeyEncryptor(KeyVault vault) : IXmlEncryptor
{
    internal const string Purpose = "session-key";

    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var plain = System.Text.Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting));
        return new(new XElement("sealed", Convert.ToBase64String(vault.Protect(plain, Purpose))), typeof(SessionKeyDecryptor));
    }
}

/// <summary>Made by data protection from the type name stored with each key.</summary>
internal sealed class SessionKeyDecryptor(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement)
    {
        var vault = services.GetRequiredService<KeyVault>();
        return XElement.Parse(System.Text.Encoding.UTF8.GetString(vault.Unprotect(Convert.FromBase64String(encryptedElement.Value), SessionKeyEncryptor.Purpose)));
    }
}
