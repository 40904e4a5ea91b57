namespace Governance.Client;

/// <summary>Where the service is and how the caller signs in.</summary>
public sealed class ConsentClientOptions
{
    /// <summary>Base address of the consent service.</summary>
    public required Uri Service { get; init; }

    /// <summary>Base address of the identity provider; its discovery document lies below.</summary>
    public required Uri Authority { get; init; }

    /// <summary>Machine client with the permissions <c>consent:decide</c> and <c>consent:write</c>.</summary>
    public required string ClientId { get; init; }

    /// <summary>Its secret.</summary>
    public required string ClientSecret { get; init; }

    /// <summary>How long a decision may take, signing in and a repeat included. After it the answer is no.</summary>
    public TimeSpan DecisionTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long one attempt to record something may take.</summary>
    public TimeSpan RecordTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Attempts to record something that the service did not take in (timeouts, 5xx, 429).</summary>
    public int RecordAttempts { get; init; } = 3;

    /// <summary>Takes the place of the network, for example in tests.</summary>
    public HttpMessageHandler? Handler { get; init; }

    /// <summary>The clock; the system's unless set.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    internal void Check()
    {
        foreach (var (name, uri) in new[] { (nameof(Service), Service), (nameof(Authority), Authority) })
        {
            if (!uri.IsAbsoluteUri || (uri.Scheme != Uri.UriSchemeHttps && !(uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback)))
                throw new ArgumentException($"{name} must be an https address (http on loopback only).", name);
        }
        ArgumentException.ThrowIfNullOrEmpty(ClientId);
        ArgumentException.ThrowIfNullOrEmpty(ClientSecret);
        ArgumentOutOfRangeException.ThrowIfLessThan(RecordAttempts, 1);
        foreach (var (name, time) in new[] { (nameof(DecisionTimeout), DecisionTimeout), (nameof(RecordTimeout), RecordTimeout) })
        {
            if (time <= TimeSpan.Zero || time > TimeSpan.FromDays(1))
                throw new ArgumentOutOfRangeException(name, time, $"{name} must be from above zero to one day.");
        }
    }
}
