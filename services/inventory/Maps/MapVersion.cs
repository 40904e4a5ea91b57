using System.Security.Cryptography;
using System.Text;
using Governance.Contracts;
using Governance.Contracts.Inventory.V1;
using Governance.Inventory.Data;

namespace Governance.Inventory.Maps;

/// <summary>A confirmed map. Never changed again.</summary>
internal sealed class MapVersion
{
    public required Guid DataStoreId { get; init; }

    public required int Number { get; init; }

    /// <summary>The <see cref="DataMap"/> document, byte for byte as it was hashed.</summary>
    public required string Document { get; init; }

    /// <summary>SHA-256 of the document's UTF-8 bytes, lower-case hex.</summary>
    public required string Hash { get; init; }

    public required Guid ScanId { get; init; }

    public required string ConfirmedBy { get; init; }

    public required DateTimeOffset ConfirmedAt { get; init; }

    public static MapVersion Of(DataMap map, Guid scanId, string confirmedBy, DateTimeOffset now)
    {
        var document = StoredJson.Write(map);
        return new MapVersion
        {
            DataStoreId = map.DataStoreId,
            Number = map.Version,
            Document = document,
            Hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(document))),
            ScanId = scanId,
            ConfirmedBy = confirmedBy,
            ConfirmedAt = now,
        };
    }

    public DataMapConfirmed Announce(EventHeader header) => new(header with { ObjectVersion = Number }, DataStoreId, Number, Hash);
}
