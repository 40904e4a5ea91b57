using Governance.Contracts;

namespace Governance.LocalStack.Stack;

/// <summary>A client that identity knows from its configuration: of people when it has an address to return to, of machines when it has permissions of its own.</summary>
/// <param name="IsPublic">Has no secret: PKCE only.</param>
internal sealed record SeededClient(
    string Id, string Name, IReadOnlyList<string> Permissions, string? RedirectUri = null, string? SignedOutUri = null, bool IsPublic = false);

internal static class Clients
{
    public const string ProductTeam = "shop-team";
    public const string Portal = "portal";

    /// <summary>Scripts that sign people in on this machine (RFC 8252), such as the demo's.</summary>
    public const string CommandLine = "command-line";

    /// <summary>What each service calls at the others, and nothing more. A service that is not named calls none.</summary>
    private static readonly Dictionary<string, string[]> OfServices = new()
    {
        ["dataplane"] = [Permissions.DsarFulfil],
        ["inventory"] = [Permissions.DataPlaneRead],
        ["dsar"] = [Permissions.InventoryRead, Permissions.ConsentRead],
        ["dpia"] = [Permissions.InventoryRead],
        ["consent"] = [Permissions.InventoryRead],
    };

    private static readonly string[] OfProductTeam = [Permissions.DsarOpen, Permissions.ConsentRead, Permissions.ConsentWrite, Permissions.ConsentDecide, Permissions.AuditReceipts];

    /// <summary>Of the host itself, for the privacy centre: it mints preference tokens. People have their own permissions.</summary>
    private static readonly string[] OfPortal = [Permissions.ConsentWrite];

    public static IEnumerable<SeededClient> All(IEnumerable<ServiceDefinition> services, Uri portal) =>
    [
        .. services.Where(service => service.Name is not ("identity" or Portal))
            .Select(service => new SeededClient(service.Name, $"Service {service.Name}", OfServices.GetValueOrDefault(service.Name, []))),
        new SeededClient(ProductTeam, "Shop product team", OfProductTeam),
        new SeededClient(Portal, "Governance portal", OfPortal, new Uri(portal, "callback").AbsoluteUri, new Uri(portal, "signed-out").AbsoluteUri),
        new SeededClient(CommandLine, "Command line", [], GovernanceStack.CommandLineRedirect.AbsoluteUri, IsPublic: true),
    ];
}
