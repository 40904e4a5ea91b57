namespace Governance.Audit.Verification;

/// <summary>Walks through the payloads beside the entries.</summary>
internal sealed class PayloadCursor(IAsyncEnumerable<PayloadWithKey> payloads, FindingList findings) : IAsyncDisposable
{
    private readonly IAsyncEnumerator<PayloadWithKey> _payloads = payloads.GetAsyncEnumerator();
    private PayloadWithKey? _next;
    private bool _isBegun;

    /// <summary>The payloads of this place in the log. Those before it that were not taken belong to no entry.</summary>
    public async Task<IReadOnlyList<PayloadWithKey>> TakeAsync(long sequence)
    {
        if (!_isBegun)
            await MoveAsync();
        _isBegun = true;
        for (; _next is not null && _next.Row.Sequence < sequence; await MoveAsync())
            findings.Add(FindingKind.PayloadInserted, _next.Row.Sequence);
        if (_next is null || _next.Row.Sequence > sequence)
            return [];
        var taken = new List<PayloadWithKey>(1);
        for (; _next is not null && _next.Row.Sequence == sequence; await MoveAsync())
            taken.Add(_next);
        return taken;
    }

    public ValueTask DisposeAsync() => _payloads.DisposeAsync();

    private async Task MoveAsync() => _next = await _payloads.MoveNextAsync() ? _payloads.Current : null;
}
