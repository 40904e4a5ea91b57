using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Governance.Messaging.Bus;

/// <summary>Where the broker is: <c>ConnectionStrings:RabbitMq</c>, an amqp URI with user and password.</summary>
internal sealed class BusOptions
{
    public string RabbitMq { get; set; } = "";

    public Uri Uri() => new(RabbitMq);
}

internal sealed class BusOptionsSetup(IConfiguration configuration) : IConfigureOptions<BusOptions>, IValidateOptions<BusOptions>
{
    public void Configure(BusOptions options) => options.RabbitMq = configuration.GetConnectionString("RabbitMq") ?? "";

    public ValidateOptionsResult Validate(string? name, BusOptions options) =>
        Uri.TryCreate(options.RabbitMq, UriKind.Absolute, out var uri) && (uri.Scheme is "amqp" or "amqps") && uri.UserInfo.Contains(':', StringComparison.Ordinal)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail("ConnectionStrings:RabbitMq must be an amqp:// or amqps:// URI with user and password.");
}
