using Governance.Audit.Checkpoints;
using Governance.Audit.Merkle;
using Governance.Audit.Tests.Log;
using Governance.Notes;

namespace Governance.Audit.Tests.Checkpoints;

public sealed class PublishTests
{
    [Fact]
    public async Task A_tree_that_grew_gets_a_signed_checkpoint_and_one_that_did_not_gets_none()
    {
        await using var log = await TestLog.CreateAsync();
        using var settings = new TestCheckpoints();
        using var publisher = new TestPublisher(log, settings);

        Assert.Equal(PublishState.Unchanged, (await publisher.PublishAsync()).State);
        Assert.Null(publisher.Folder.ReadSigned());
        for (var i = 1; i <= 3; i++)
        {
            await GrowAsync(log, 100);
            var result = await publisher.PublishAsync();
            Assert.Equal((PublishState.Published, i == 1), (result.State, result.IsFirst));
            Assert.Equal(PublishState.Unchanged, (await publisher.PublishAsync()).State);

            var published = publisher.Folder.ReadSigned()!;
            Assert.Equal((TestCheckpoints.Origin, i * 100), (published.Checkpoint.Origin, published.Checkpoint.Size));
            Assert.Equal(await log.Database.ScalarAsync<byte[]>("SELECT root_hash FROM log_head"), published.Checkpoint.Root);
            Assert.Equal([settings.Key.ToString()], published.Note.VerifiedBy([settings.Key]).Select(k => k.ToString()));
        }
    }

    [Theory]
    // Cut off, as after restoring a backup: the head and the tiles fit together, the published checkpoint knows better.
    [InlineData(RefusalReasons.LogShrank, 150, 0)]
    // Restored, and gone on from there with other entries.
    [InlineData(RefusalReasons.HistoryRewritten, 150, 50)]
    [InlineData(RefusalReasons.HistoryRewritten, 150, 120)]
    [InlineData(RefusalReasons.HistoryRewritten, 0, 700)]
    [InlineData(RefusalReasons.HistoryRewritten, 199, 1)]
    public async Task A_log_that_does_not_continue_what_was_published_is_not_signed(string reason, int kept, int added)
    {
        await using var log = await TestLog.CreateAsync();
        await using var backup = await TestLog.CreateAsync();
        using var settings = new TestCheckpoints();
        using var publisher = new TestPublisher(log, settings);
        var entries = TestEvents.Pending(200);
        if (kept > 0)
        {
            await log.Appender.AppendAsync([.. entries.Take(kept)], CancellationToken.None);
            await backup.Appender.AppendAsync([.. entries.Take(kept)], CancellationToken.None);
        }

        await log.Appender.AppendAsync([.. entries.Skip(kept)], CancellationToken.None);
        Assert.Equal(PublishState.Published, (await publisher.PublishAsync()).State);
        if (added > 0)
            await backup.Appender.AppendAsync(TestEvents.Pending(added), CancellationToken.None);

        using var restored = new TestPublisher(backup, settings);
        var result = await restored.PublishAsync();

        Assert.Equal((PublishState.Refused, reason), (result.State, result.Reason));
        Assert.Equal(200, restored.Folder.ReadSigned()!.Checkpoint.Size);
        Assert.Equal(PublishState.Unchanged, (await publisher.PublishAsync()).State);
    }

    [Theory]
    [InlineData("UPDATE log_head SET root_hash = sha256('x')", RefusalReasons.LogDamaged)]
    [InlineData("UPDATE log_head SET size = size + 1", RefusalReasons.LogDamaged)]
    [InlineData("UPDATE tiles SET hashes = set_byte(hashes, 1000, get_byte(hashes, 1000) # 1) WHERE level = 0 AND index = 1", RefusalReasons.HistoryRewritten)]
    [InlineData("DELETE FROM tiles WHERE level = 1", RefusalReasons.LogDamaged)]
    [InlineData("DELETE FROM log_head", RefusalReasons.LogDamaged)]
    [InlineData("DELETE FROM tiles; UPDATE log_head SET size = 0, root_hash = sha256('')", RefusalReasons.LogShrank)]
    public async Task A_tree_changed_in_the_database_is_not_signed(string attack, string reason)
    {
        await using var log = await TestLog.CreateAsync(300);
        using var settings = new TestCheckpoints();
        using var publisher = new TestPublisher(log, settings);
        await publisher.PublishAsync();
        await GrowAsync(log, 400);

        await log.Database.ExecuteAsync(attack);

        var result = await publisher.PublishAsync();
        Assert.Equal((PublishState.Refused, reason), (result.State, result.Reason));
        Assert.Equal(300, publisher.Folder.ReadSigned()!.Checkpoint.Size);
    }

    [Fact]
    public async Task What_stands_in_the_folder_has_to_be_a_checkpoint_of_this_log()
    {
        await using var log = await TestLog.CreateAsync(10);
        using var settings = new TestCheckpoints();
        using var publisher = new TestPublisher(log, settings);
        await publisher.PublishAsync();
        var file = Path.Combine(settings.Published, "checkpoint");
        var good = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        using var stranger = new NoteSigner(TestCheckpoints.Origin, SignatureType.Ed25519, new byte[32]);
        using var own = new NoteSigner(TestCheckpoints.Origin, SignatureType.Ed25519, settings.Seed);
        byte[][] bad =
        [
            [], good[..^1], [.. good, (byte)'\n'], "\0"u8.ToArray(), new byte[SignedNote.MaxBytes + 1],
            Note("test.example/log\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n", stranger),
            Note("other.example/log\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n", own),
            Note("hello\n", own),
        ];
        foreach (var content in bad)
        {
            await File.WriteAllBytesAsync(file, content, TestContext.Current.CancellationToken);
            var result = await publisher.PublishAsync();
            Assert.Equal((PublishState.Refused, RefusalReasons.PublishedUnreadable), (result.State, result.Reason));
            Assert.Equal(content, await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
        }

        await File.WriteAllBytesAsync(file, good, TestContext.Current.CancellationToken);
        Assert.Equal(PublishState.Unchanged, (await publisher.PublishAsync()).State);
    }

    [Fact]
    public async Task In_a_rotation_both_keys_sign_while_their_times_overlap_and_old_checkpoints_stay_valid()
    {
        var start = new DateTimeOffset(2031, 1, 1, 0, 0, 0, TimeSpan.Zero);
        await using var log = await TestLog.CreateAsync(10);
        using var settings = new TestCheckpoints();
        settings.Settings["Checkpoints:Keys:0:SignsUntil"] = start.AddDays(30).ToString("O");
        var next = settings.AddKey(from: start.AddDays(20));
        var clock = new SetClock { Now = start };
        using var publisher = new TestPublisher(log, settings, clock);

        Assert.Equal([settings.Key.ToString()], await SignedByAsync());
        clock.Now = start.AddDays(20);
        // The tree has not grown, but the new key is to vouch for it too.
        Assert.Equal([settings.Key.ToString(), next.ToString()], await SignedByAsync());
        clock.Now = start.AddDays(30);
        await GrowAsync(log, 5);
        Assert.Equal([next.ToString()], await SignedByAsync());

        async Task<IEnumerable<string>> SignedByAsync()
        {
            Assert.Equal(PublishState.Published, (await publisher.PublishAsync()).State);
            Assert.Equal(PublishState.Unchanged, (await publisher.PublishAsync()).State);
            return publisher.Folder.ReadSigned()!.Note.VerifiedBy([settings.Key, next]).Select(k => k.ToString());
        }
    }

    [Fact]
    public async Task When_no_key_signs_at_this_time_nothing_is_published()
    {
        await using var log = await TestLog.CreateAsync(10);
        using var settings = new TestCheckpoints();
        settings.Settings["Checkpoints:Keys:0:SignsUntil"] = "2020-01-01T00:00:00Z";
        using var publisher = new TestPublisher(log, settings);

        var result = await publisher.PublishAsync();

        Assert.Equal((PublishState.Refused, RefusalReasons.NoSigningKey), (result.State, result.Reason));
        Assert.Null(publisher.Folder.ReadSigned());
    }

    [Fact]
    public async Task Of_two_publishers_at_once_each_checkpoint_continues_the_one_before()
    {
        await using var log = await TestLog.CreateAsync(5);
        using var settings = new TestCheckpoints();
        using var first = new TestPublisher(log, settings);
        using var second = new TestPublisher(log, settings);
        using var done = new CancellationTokenSource();
        var seen = new List<Checkpoint>();
        var watching = Task.Run(() =>
        {
            while (!done.IsCancellationRequested)
            {
                // A reader never meets half a checkpoint.
                if (first.Folder.ReadSigned() is { } now && (seen.Count == 0 || seen[^1].Size != now.Checkpoint.Size))
                    seen.Add(now.Checkpoint);
            }
        }, TestContext.Current.CancellationToken);
        var growing = Task.Run(async () =>
        {
            for (var i = 0; i < 20; i++)
                await GrowAsync(log, 7);
        }, TestContext.Current.CancellationToken);
        var results = await Task.WhenAll(new[] { first, second, first, second }.Select(p => Task.Run(async () =>
        {
            var states = new List<PublishState>();
            while (!growing.IsCompleted)
                states.Add((await p.PublishAsync()).State);
            return states;
        })));
        await growing;
        await first.PublishAsync();
        await done.CancelAsync();
        await watching;

        Assert.DoesNotContain(PublishState.Refused, results.SelectMany(r => r));
        Assert.Equal(145, first.Folder.ReadSigned()!.Checkpoint.Size);
        Assert.True(seen.Zip(seen.Skip(1)).All(pair => pair.First.Size < pair.Second.Size));
        var leaves = await LeavesAsync(log);
        Assert.All(seen, checkpoint => Assert.Equal(NaiveRoot(leaves, (int)checkpoint.Size), checkpoint.Root));
    }

    private static byte[] Note(string text, NoteSigner signer)
    {
        var note = new SignedNote(text, []);
        return note.With([signer.Sign(note.TextBytes, DateTimeOffset.UnixEpoch)]).ToBytes();
    }

    private static async Task<List<byte[]>> LeavesAsync(TestLog log)
    {
        var leaves = new List<byte[]>();
        await using var connection = await log.Database.OpenAsync();
        await using var command = new Npgsql.NpgsqlCommand("SELECT hashes FROM tiles WHERE level = 0 ORDER BY index", connection);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            leaves.AddRange(reader.GetFieldValue<byte[]>(0).Chunk(MerkleHash.Length));
        return leaves;
    }

    private static byte[] NaiveRoot(List<byte[]> leaves, int size)
    {
        if (size == 1)
            return leaves[0];
        var left = (int)(System.Numerics.BitOperations.RoundUpToPowerOf2((uint)size) / 2);
        return MerkleHash.Node(NaiveRoot(leaves, left), NaiveRoot(leaves[left..], size - left));
    }

    private static Task<int> GrowAsync(TestLog log, int entries) => log.Appender.AppendAsync(TestEvents.Pending(entries), CancellationToken.None);

    private sealed class SetClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
