using System.Globalization;

namespace Governance.LocalStack.Stack;

/// <summary>The addresses, connections and secrets from which each service's settings are made.</summary>
internal sealed class ServiceEnvironment(RunFolder folder, StackOptions options, IReadOnlyList<ServiceDefinition> services, Func<string, Uri> urlOf)
{
    /// <summary>Make no pseudonyms, so they do not get the key.</summary>
    private static readonly string[] WithoutPseudonyms = ["identity", "dpia", "portal"];

    public Dictionary<string, string> For(ServiceDefinition service, string database, string rabbitMq)
    {
        var environment = new Dictionary<string, string>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["ASPNETCORE_URLS"] = Bare(urlOf(service.Name)),
            ["ConnectionStrings__Database"] = database,
            ["ConnectionStrings__RabbitMq"] = rabbitMq,
            ["Authentication__Authority"] = Bare(urlOf("identity")),
            ["Authentication__Audience"] = "governance",
            ["Encryption__Key"] = folder.Secrets.Key("encryption-key-" + service.Name),
            ["Telemetry__TraceFile"] = Path.Combine(folder.PrivateFolder("traces"), service.Name + ".jsonl"),
        };
        foreach (var other in services)
        {
            environment["Services__" + other.Key] = Bare(urlOf(other.Name));
        }

        if (!WithoutPseudonyms.Contains(service.Name))
        {
            environment["Pseudonym__Key"] = folder.Secrets.Key("pseudonym-key");
        }

        if (service.Name == "identity")
        {
            AddIdentity(environment);
        }
        else
        {
            environment["ServiceClient__ClientId"] = service.Name;
            environment["ServiceClient__ClientSecret"] = ClientSecret(service.Name);
        }

        if (service.Name == "dsar")
        {
            environment["Mail__PickupDirectory"] = folder.PrivateFolder("mail");
            environment["Packages__Directory"] = folder.PrivateFolder("packages");
            environment["Packages__PublicBaseUrl"] = new Uri(urlOf(Clients.Portal), "privacy").AbsoluteUri;
            // The privacy centre says for whom it calls, so that limits count per person.
            environment["Proxy__Trusted__0"] = "127.0.0.1/32";
        }

        if (service.Name == "consent" && options.DemoMode)
        {
            environment["Preferences__Demo"] = "true";
        }

        if (service.Name == Clients.Portal)
        {
            environment["Portal__PublicUrl"] = Bare(urlOf(service.Name));
            environment["PrivacyCentre__OrganisationName"] = "Hearth & Harbour";
            environment["PrivacyCentre__ContactEmail"] = "privacy@demo.example";
            // The demo registers it.
            environment["PrivacyCentre__PreferenceSite"] = "shop";
        }

        if (service.Name == "dataplane")
        {
            foreach (var (name, connection) in options.DataStores)
            {
                environment[name] = connection;
            }
        }

        if (service.Name == "audit")
        {
            new Witnesses(folder, urlOf).AddTo(environment);
        }

        options.Customise?.Invoke(service.Name, environment);
        return environment;
    }

    public string ClientSecret(string client) => folder.Secrets.Password("client-" + client);

    private void AddIdentity(Dictionary<string, string> environment)
    {
        environment["Identity__Issuer"] = Bare(urlOf("identity"));
        environment["Setup__Secret"] = folder.Secrets.Password("setup-secret");
        if (options.DemoMode)
        {
            environment["Demo__Enabled"] = "true";
            environment["Demo__UserPassword"] = folder.Secrets.PersonPassword("demo-password");
        }

        foreach (var (index, client) in Clients.All(services, urlOf(Clients.Portal)).Index())
        {
            var prefix = string.Create(CultureInfo.InvariantCulture, $"Clients__Seed__{index}__");
            environment[prefix + "Id"] = client.Id;
            environment[prefix + "Name"] = client.Name;
            if (!client.IsPublic)
            {
                environment[prefix + "Secret"] = ClientSecret(client.Id);
            }

            if (client.RedirectUri is not null)
            {
                environment[prefix + "GrantTypes__0"] = "authorization_code";
                environment[prefix + "GrantTypes__1"] = "refresh_token";
                environment[prefix + "RedirectUris__0"] = client.RedirectUri;
                if (client.Permissions.Count > 0)
                {
                    environment[prefix + "GrantTypes__2"] = "client_credentials";
                }
            }
            else
            {
                environment[prefix + "GrantTypes__0"] = "client_credentials";
            }

            if (client.SignedOutUri is not null)
            {
                environment[prefix + "PostLogoutRedirectUris__0"] = client.SignedOutUri;
            }

            foreach (var (number, permission) in client.Permissions.Index())
            {
                environment[string.Create(CultureInfo.InvariantCulture, $"{prefix}Permissions__{number}")] = permission;
            }
        }
    }

    private static string Bare(Uri url) => url.AbsoluteUri.TrimEnd('/');
}
