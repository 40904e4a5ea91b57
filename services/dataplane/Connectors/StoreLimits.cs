using System.ComponentModel.DataAnnotations;

namespace Governance.DataPlane.Connectors;

/// <summary>How gently a customer's database is treated. Times in seconds.</summary>
internal sealed class StoreLimits
{
    public const string Section = "StoreLimits";

    [Range(1, 120)]
    public int ConnectSeconds { get; set; } = 10;

    [Range(1, 300)]
    public int LockSeconds { get; set; } = 5;

    [Range(1, 600)]
    public int CatalogSeconds { get; set; } = 30;

    /// <summary>Longest sampling of one table.</summary>
    [Range(1, 60)]
    public int SampleSeconds { get; set; } = 3;

    [Range(10, 5000)]
    public int SampleRows { get; set; } = 200;

    [Range(1, 86400)]
    public int PrepareSeconds { get; set; } = 600;

    [Range(1, 86400)]
    public int ExportSeconds { get; set; } = 7200;

    [Range(1, 86400)]
    public int EraseSeconds { get; set; } = 1800;

    [Range(1, 3600)]
    public int IdleInTransactionSeconds { get; set; } = 120;
}
