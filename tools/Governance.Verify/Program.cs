using System.CommandLine;
using Governance.Verify;

var keys = new Option<string[]>("--key") { Description = "Verifier key of the log (name+id+base64); may be given several times", Required = true };
var witnesses = new Option<string[]>("--witness") { Description = "Verifier key of a witness that you trust; may be given several times" };
var quorum = new Option<int?>("--quorum") { Description = "How many of these witnesses have to have cosigned; all of them unless you say otherwise" };
var token = new Option<FileInfo?>("--token-file") { Description = "File with an access token, to read entries over HTTP" };

var root = new RootCommand("Checks the audit log of Governance: offline, and without trusting the service. Exit codes: 0 verified, 1 NOT verified, 2 wrong usage, 3 unusable file, 4 not signed, 5 not witnessed, 6 not reachable.");

var receipt = new Option<FileInfo?>("--receipt") { Description = "Receipt as the service handed it out (JSON)" };
var proof = new Option<FileInfo?>("--proof") { Description = "Proof (c2sp.org/tlog-proof@v1)" };
var entry = new Option<FileInfo?>("--entry") { Description = "The entry's bytes, with --proof" };
var proofCommand = new Command("proof", "Does this entry stand in the log?") { receipt, proof, entry, keys, witnesses, quorum };
proofCommand.SetAction((parsed, _) => Run(parsed, report =>
{
    var trust = Whom(parsed);
    switch (parsed.GetValue(receipt), parsed.GetValue(proof), parsed.GetValue(entry))
    {
        case ({ } file, null, null):
            var given = Receipt.Parse(Input.Read(file));
            Checks.Proof(given.Entry, given.Proof, trust, report);
            Checks.Payload(given, report);
            break;
        case (null, { } proofFile, { } entryFile):
            Checks.Proof(Input.Read(entryFile), ProofFile.Parse(Input.Read(proofFile)), trust, report);
            break;
        default:
            throw new Refusal(ExitCode.Usage, "Give either --receipt, or --proof and --entry.");
    }

    return Task.CompletedTask;
}));
root.Add(proofCommand);

var older = new Option<FileInfo>("--old") { Description = "Checkpoint that you noted earlier", Required = true };
var newer = new Option<FileInfo?>("--new") { Description = "Checkpoint of today; the log's own when left out" };
var log = new Option<string>("--log") { Description = "Folder or address with the log's files (checkpoint, tile/…)", Required = true };
var consistencyCommand = new Command("consistency", "Does the log of today continue the log of yesterday?") { older, newer, log, keys, witnesses, quorum };
consistencyCommand.SetAction((parsed, ct) => Run(parsed, async report =>
{
    var trust = Whom(parsed);
    using var source = new LogSource(parsed.GetValue(log)!, null);
    var today = parsed.GetValue(newer) is { } file ? Input.Read(file) : await source.GetAsync("checkpoint", ct);
    await Checks.ConsistencyAsync(Input.Read(parsed.GetValue(older)!), today, source, trust, report, ct);
}));
root.Add(consistencyCommand);

var checkpoint = new Option<FileInfo?>("--checkpoint") { Description = "Checkpoint to check against; the log's own when left out" };
var export = new Option<FileInfo?>("--export") { Description = "Export as JSON Lines, instead of --log; needs --checkpoint" };
var anyLog = new Option<string?>("--log") { Description = "Folder or address with the log's files (checkpoint, tile/…)" };
var entries = new Option<bool>("--entries") { Description = "Be content only when every entry could be read" };
var fsckCommand = new Command("fsck", "Is the whole log complete and unaltered?") { anyLog, export, checkpoint, entries, token, keys, witnesses, quorum };
fsckCommand.SetAction((parsed, ct) => Run(parsed, async report =>
{
    var trust = Whom(parsed);
    var given = parsed.GetValue(checkpoint) is { } file ? Input.Read(file) : null;
    switch (parsed.GetValue(anyLog), parsed.GetValue(export))
    {
        case ({ } place, null):
            using (var source = new LogSource(place, parsed.GetValue(token) is { } tokenFile ? System.Text.Encoding.ASCII.GetString(Input.Read(tokenFile)).Trim() : null))
                await Checks.FsckAsync(source, given, trust, parsed.GetValue(entries), report, ct);
            break;
        case (null, { } lines) when given is not null:
            await Checks.FsckLinesAsync(lines, given, trust, report, ct);
            break;
        default:
            throw new Refusal(ExitCode.Usage, "Give either --log, or --export and --checkpoint.");
    }
}));
root.Add(fsckCommand);

var certificate = new Argument<FileInfo>("certificate") { Description = "Certificate of erasure (JSON), exactly as it was handed out" };
var certificateReceipt = new Option<FileInfo>("--receipt") { Description = "Receipt of the entry that records its issue", Required = true };
var certificateCommand = new Command("certificate", "Is this certificate of erasure the one that was issued?") { certificate, certificateReceipt, keys, witnesses, quorum };
certificateCommand.SetAction((parsed, _) => Run(parsed, report =>
{
    var trust = Whom(parsed);
    Checks.Certificate(Input.Read(parsed.GetValue(certificate)!), Receipt.Parse(Input.Read(parsed.GetValue(certificateReceipt)!)), trust, report);
    return Task.CompletedTask;
}));
root.Add(certificateCommand);

var line = root.Parse(args);
if (line.Errors.Count == 0)
    return await line.InvokeAsync();
foreach (var error in line.Errors)
    await Console.Error.WriteLineAsync(error.Message);
await Console.Error.WriteLineAsync("governance-verify --help says what there is.");
return (int)ExitCode.Usage;

Trust Whom(ParseResult parsed)
{
    var log = parsed.GetValue(keys)!.Select(k => TrustedKey.Parse(k, TrustedKey.Log)).ToList();
    var watching = (parsed.GetValue(witnesses) ?? []).Select(k => TrustedKey.Parse(k, TrustedKey.Witness)).ToList();
    if (watching.DistinctBy(w => Convert.ToHexString(w.Public)).Count() < watching.Count || watching.DistinctBy(w => w.Name).Count() < watching.Count)
        throw new Refusal(ExitCode.Usage, "The same witness is given twice.");
    var needed = parsed.GetValue(quorum) ?? watching.Count;
    return needed >= 0 && needed <= watching.Count ? new Trust(log, watching, needed) : throw new Refusal(ExitCode.Usage, "--quorum is from 0 to the number of witnesses given.");
}

static async Task<int> Run(ParseResult parsed, Func<TextWriter, Task> check)
{
    // Nothing is said before everything has held: a sentence in passing is not to be taken for the answer.
    var report = new StringWriter();
    try
    {
        await check(report);
        await Console.Out.WriteLineAsync("VERIFIED");
        await Console.Out.WriteAsync(report.ToString());
        return (int)ExitCode.Verified;
    }
    catch (Refusal refusal)
    {
        await Console.Out.WriteLineAsync(refusal.Code == ExitCode.Usage ? "WRONG USAGE" : "NOT VERIFIED");
        await Console.Out.WriteLineAsync(refusal.Message);
        return (int)refusal.Code;
    }
}
