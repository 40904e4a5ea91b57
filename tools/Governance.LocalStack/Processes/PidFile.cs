using System.Text.Json;

namespace Governance.LocalStack.Processes;

/// <summary><c>pids.json</c>: which processes belong to a folder. Safe for the parallel starts of one process.</summary>
internal sealed class PidFile(string path)
{
    private readonly Lock gate = new();

    public IReadOnlyDictionary<string, ProcessRef> All
    {
        get
        {
            lock (gate)
            {
                return Read();
            }
        }
    }

    /// <summary>The recorded process when it still runs; a stale entry counts as none.</summary>
    public ProcessRef? Running(string name) => All.GetValueOrDefault(name) is { IsAlive: true } process ? process : null;

    public void Record(string name, ProcessRef process) => Change(all => all[name] = process);

    public void Forget(string name)
    {
        if (File.Exists(path))
        {
            Change(all => all.Remove(name));
        }
    }

    private void Change(Action<Dictionary<string, ProcessRef>> change)
    {
        lock (gate)
        {
            var all = Read();
            change(all);
            var draft = path + ".new";
            File.WriteAllText(draft, JsonSerializer.Serialize(all, Json.Indented));
            File.Move(draft, path, overwrite: true);
        }
    }

    private Dictionary<string, ProcessRef> Read() =>
        File.Exists(path) ? JsonSerializer.Deserialize<Dictionary<string, ProcessRef>>(File.ReadAllText(path), Json.Indented) ?? [] : [];
}
