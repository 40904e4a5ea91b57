namespace Governance.Consent.Decisions.Caching;

/// <summary>The name under which this process is registered at the moment; another one after every loss of its registration.</summary>
internal sealed class CacheInstance(TimeProvider clock)
{
    private Guid[] _id = [Guid.CreateVersion7(clock.GetUtcNow())];

    public Guid Id => Volatile.Read(ref _id)[0];

    public Guid NewRegistration()
    {
        Guid[] id = [Guid.CreateVersion7(clock.GetUtcNow())];
        Volatile.Write(ref _id, id);
        return id[0];
    }
}
