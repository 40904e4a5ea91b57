namespace Governance.Audit.Tests.Log;

/// <summary>A log of 300 entries and an erasure, that is put back as it was before each attack.</summary>
public sealed class WholeLog : IAsyncLifetime
{
    private TestLog _log = null!;

    public async ValueTask InitializeAsync()
    {
        _log = await TestLog.CreateAsync(entries: 200);
        await _log.Appender.AppendAsync([TestEvents.Pending(TestEvents.Approved("sub_erased"))], CancellationToken.None);
        await _log.Database.ExecuteAsync("""
            CREATE SCHEMA backup;
            CREATE TABLE backup.erased_payloads AS SELECT * FROM payloads WHERE subject_pseudonym = 'sub_erased';
            CREATE TABLE backup.erased_keys AS SELECT * FROM payload_keys WHERE subject_pseudonym = 'sub_erased';
            """);
        await _log.EraseAsync("sub_erased");
        await _log.Appender.AppendAsync([.. TestEvents.Pending(90), .. Enumerable.Range(0, 8).Select(i => TestEvents.Pending(TestEvents.Approved($"sub_{i}")))], CancellationToken.None);
        await _log.Database.ExecuteAsync("""
            CREATE TABLE backup.entries AS TABLE entries;
            CREATE TABLE backup.payloads AS TABLE payloads;
            CREATE TABLE backup.payload_keys AS TABLE payload_keys;
            CREATE TABLE backup.tiles AS TABLE tiles;
            CREATE TABLE backup.log_head AS TABLE log_head;
            """);
    }

    internal async Task<TestLog> RestoreAsync()
    {
        await _log.Database.ExecuteAsync("""
            CREATE TABLE IF NOT EXISTS payloads_2031_05 PARTITION OF payloads FOR VALUES FROM ('2031-05-01') TO ('2031-06-01');
            TRUNCATE entries, payloads, payload_keys, tiles, log_head;
            INSERT INTO entries TABLE backup.entries;
            INSERT INTO payloads TABLE backup.payloads;
            INSERT INTO payload_keys TABLE backup.payload_keys;
            INSERT INTO tiles TABLE backup.tiles;
            INSERT INTO log_head TABLE backup.log_head;
            """);
        return _log;
    }

    public ValueTask DisposeAsync() => _log.DisposeAsync();
}
