using System.Reflection;
using System.Security.Cryptography;
using Governance.Messaging.Bus;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Governance.Architecture.Tests;

/// <summary>What a service maps and consumes.</summary>
internal sealed record ServiceShape(string Name, IReadOnlyList<RouteEndpoint> Endpoints, IReadOnlyList<string> Queues);

/// <summary>Builds a service as its Program does, without network, database, broker or background work.</summary>
internal static class ServiceHost
{
    private static readonly Lazy<IReadOnlyList<ServiceShape>> Shapes = new(() => [.. Repository.Services.Select(Read)]);

    public static IReadOnlyList<ServiceShape> All => Shapes.Value;

    private static ServiceShape Read(ServiceProject service)
    {
        var program = service.Load().EntryPoint!.DeclaringType!;
        using var host = (IShapeSource)Activator.CreateInstance(typeof(Host<>).MakeGenericType(program))!;
        return host.Read(service.Name);
    }

    private interface IShapeSource : IDisposable
    {
        ServiceShape Read(string name);
    }

    private sealed class Host<TProgram> : WebApplicationFactory<TProgram>, IShapeSource
        where TProgram : class
    {
        public ServiceShape Read(string name) => new(
            name,
            [.. Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()],
            [.. Services.GetServices<ConsumerRegistration>().Select(c => c.QueueName)]);

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseContentRoot(AppContext.BaseDirectory);
            builder.UseEnvironment("Production");
            builder.UseSetting("ConnectionStrings:Database", "Host=127.0.0.1;Port=1;Database=none");
            builder.UseSetting("ConnectionStrings:RabbitMq", "amqp://nobody:nothing@127.0.0.1:1/");
            builder.UseSetting("Authentication:Authority", "http://127.0.0.1:1");
            builder.UseSetting("Authentication:Audience", "governance");
            foreach (var other in Repository.Services)
                builder.UseSetting($"Services:{other.Name}", "http://127.0.0.1:1");
            foreach (var key in (string[])["Pseudonym:Key", "Encryption:Key"])
                builder.UseSetting(key, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
            builder.ConfigureServices(services =>
            {
                // The shape doesn't depend on configuration, so nothing is asked of it.
                services.RemoveAll<IStartupValidator>();
                foreach (var unwanted in services.Where(d => IsValidation(d) || IsBackgroundWork(d)).ToList())
                    services.Remove(unwanted);
            });
        }

        private static bool IsValidation(ServiceDescriptor service) =>
            service.ServiceType.IsGenericType && service.ServiceType.GetGenericTypeDefinition() == typeof(IValidateOptions<>);

        private static bool IsBackgroundWork(ServiceDescriptor service) =>
            service.ServiceType == typeof(IHostedService) && service.ImplementationType?.Name != "GenericWebHostService";
    }
}
