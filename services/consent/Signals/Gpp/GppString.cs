using System.Text.Json.Serialization;
using Governance.Consent.Signals.Tcf;

namespace Governance.Consent.Signals.Gpp;

/// <summary>A string of the IAB Tech Lab Global Privacy Platform, decoded.</summary>
internal sealed record GppString(int Version, IReadOnlyList<GppSection> Sections)
{
    /// <summary>Whether a section of US law says that the person opted out of sale, sharing or targeted advertising.</summary>
    public bool OptsOut() => Sections.Any(s => s.UsPrivacy?.OptedOut() == true || s.UspV1?.OptOutSale == 'Y');
}

/// <param name="Id">Section id of the register, for example 2 for TCF EU v2 and 7 for US National.</param>
/// <param name="Raw">As it came in.</param>
/// <param name="Tcf">Set for TCF EU v2.</param>
/// <param name="TcfCanada">Set for TCF Canada v1.</param>
/// <param name="UsPrivacy">Set for the US sections that are decoded.</param>
/// <param name="UspV1">Set for the old US Privacy string.</param>
internal sealed record GppSection(
    int Id,
    string Raw,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] TcString? Tcf = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] TcCanada? TcfCanada = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] UsSection? UsPrivacy = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] UspV1? UspV1 = null);

/// <param name="Prefix">The section's name in the client-side API, for example <c>usnat</c>.</param>
/// <param name="Fields">Two-bit values by field name of the specification: 0 not applicable, 1 and 2 as the field says.</param>
/// <param name="Gpc">Global Privacy Control as the site saw it; null without that sub-section.</param>
internal sealed record UsSection(string Prefix, int Version, IReadOnlyDictionary<string, IReadOnlyList<int>> Fields, bool? Gpc)
{
    private static readonly string[] OptOuts = ["SaleOptOut", "SharingOptOut", "TargetedAdvertisingOptOut"];

    /// <summary>Whether the person opted out of sale, of sharing or of targeted advertising.</summary>
    public bool OptedOut() => Gpc == true || Array.Exists(OptOuts, f => Fields.TryGetValue(f, out var value) && value[0] == 1);
}

/// <summary>Notice given, opted out of sale, and covered by the LSPA: <c>Y</c>, <c>N</c> or <c>-</c> (not applicable).</summary>
internal sealed record UspV1(char Notice, char OptOutSale, char LspaCovered);
