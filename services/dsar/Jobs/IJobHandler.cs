namespace Governance.Dsar.Jobs;

/// <summary>Does one kind of job. Changes to the context are saved, and the job dropped, in one transaction after it returns.</summary>
internal interface IJobHandler
{
    static abstract string Kind { get; }

    Task RunAsync(Job job, CancellationToken ct);
}

/// <summary>Which handler does which kind.</summary>
internal sealed record JobRegistration(string Kind, Type Handler);

internal static class JobRegistrations
{
    public static IServiceCollection AddJob<THandler>(this IServiceCollection services)
        where THandler : class, IJobHandler => services
        .AddScoped<THandler>()
        .AddSingleton(new JobRegistration(THandler.Kind, typeof(THandler)));
}
