using Governance.Consent.Decisions.Caching;
using Governance.Consent.Records;
using Microsoft.Extensions.Options;

namespace Governance.Consent.Tests.Decisions.Caching;

public sealed class DecisionCacheTests
{
    private static readonly StreamKey Key = new("sub_a", "p");
    private readonly DecisionCache _cache = new(Options.Create(new DecisionCacheOptions { MaxHistories = 1_000 }));

    [Fact]
    public void What_was_read_before_a_drop_is_not_kept_after_it()
    {
        var before = _cache.BeforeReading(Key);
        _cache.Drop(Key);
        _cache.Keep(Key, [], before);
        Assert.Null(_cache.Find(Key));
        before = _cache.BeforeReading(Key);
        _cache.Clear();
        _cache.Keep(Key, [], before);
        Assert.Null(_cache.Find(Key));
        _cache.Keep(Key, [], _cache.BeforeReading(Key));
        Assert.NotNull(_cache.Find(Key));
    }

    [Fact]
    public void Its_memory_is_bounded_and_what_is_asked_for_stays()
    {
        _cache.Keep(Key, [], _cache.BeforeReading(Key));
        for (var i = 0; i < 10_000; i++)
        {
            var other = new StreamKey($"sub_{i}", "p");
            _cache.Keep(other, [], _cache.BeforeReading(other));
            Assert.NotNull(_cache.Find(Key));
            Assert.InRange(_cache.Count, 1, 1_000);
        }
    }

    [Fact]
    public void A_snapshot_sees_what_had_ended_when_it_was_taken()
    {
        var snapshot = PgSnapshot.Parse("10:20:12,15");
        Assert.Equal([true, true, false, true, false, true, false, false], new ulong[] { 1, 11, 12, 13, 15, 19, 20, 21 }.Select(snapshot.Sees));
    }

    [Fact]
    public void A_lease_ends_by_itself_on_either_clock()
    {
        var clock = new TwoClocks();
        var lease = new CacheLease(Options.Create(new DecisionCacheOptions { Lease = TimeSpan.FromSeconds(3) }), clock);
        Assert.False(lease.Holds());
        lease.Renew(lease.Mark());
        Assert.True(lease.Holds());
        clock.Monotonic += TimeSpan.FromSeconds(2.9).Ticks;
        Assert.True(lease.Holds());
        clock.Monotonic += TimeSpan.FromSeconds(0.1).Ticks;
        Assert.False(lease.Holds());
        lease.Renew(lease.Mark());
        clock.Utc += TimeSpan.FromSeconds(3);
        Assert.False(lease.Holds());
        lease.Renew(lease.Mark());
        lease.Lose();
        Assert.False(lease.Holds());
    }

    private sealed class TwoClocks : TimeProvider
    {
        public long Monotonic { get; set; } = 1_000_000;

        public DateTimeOffset Utc { get; set; } = DateTimeOffset.UnixEpoch;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Monotonic;

        public override DateTimeOffset GetUtcNow() => Utc;
    }
}
