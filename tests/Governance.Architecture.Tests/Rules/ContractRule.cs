using System.Reflection;
using System.Text.RegularExpressions;
using Governance.Contracts;

namespace Governance.Architecture.Tests.Rules;

/// <summary>Messages hold ids, codes, counts and times, in the form that every consumer relies on.</summary>
internal static partial class ContractRule
{
    // Words (or pairs of words) in a property's name that speak of a person's data. Compared word by word: TableName is none of them.
    private static readonly HashSet<string> PersonalWords = new(StringComparer.OrdinalIgnoreCase)
    {
        "email", "mail", "phone", "telephone", "mobile", "fax", "birth", "birthday", "birthdate", "dob", "address", "street", "city", "zip", "zipcode", "postcode",
        "postalcode", "surname", "firstname", "lastname", "fullname", "username", "displayname", "forename", "nickname", "gender", "sex", "nationality", "religion",
        "ssn", "passport", "iban", "salary", "password", "passwd", "ip", "comment", "notes",
        "first name", "last name", "full name", "given name", "family name", "middle name", "maiden name", "user name", "display name", "person name", "customer name",
        "employee name", "account name", "contact name", "e mail", "post code", "postal code", "social security", "credit card", "free text", "identifier value",
    };

    public static IReadOnlyList<string> PersonalData(IEnumerable<Type> messages) =>
        [.. messages.SelectMany(Reachable).Distinct().SelectMany(t => t.GetProperties().Where(p => SpeaksOfAPerson(p.Name) && Carries(p.PropertyType)).Select(p => $"{t.Name}.{p.Name}"))];

    public static IReadOnlyList<string> Form(IEnumerable<Type> messages) => [.. messages.SelectMany(Faults)];

    public static IReadOnlyList<Type> Messages(Assembly assembly) =>
        [.. assembly.GetTypes().Where(t => !t.IsInterface && (t.IsAssignableTo(typeof(IEvent)) || t.IsAssignableTo(typeof(ICommand)))).OrderBy(t => t.FullName, StringComparer.Ordinal)];

    internal static bool SpeaksOfAPerson(string property)
    {
        var words = Word().Matches(property).Select(m => m.Value).ToList();
        return property == "Name" || words.Exists(PersonalWords.Contains) || words.Zip(words.Skip(1), (a, b) => $"{a} {b}").Any(PersonalWords.Contains);
    }

    private static IEnumerable<string> Faults(Type type)
    {
        if (!type.IsSealed || type.GetMethod("<Clone>$") is null)
            yield return $"{type.Name} is not a sealed record";
        if (!VersionedNamespace().IsMatch(type.Namespace ?? ""))
            yield return $"{type.Name} is not in a namespace that ends in a version";
        if (type.IsAssignableTo(typeof(IEvent)) && type.GetConstructors().MaxBy(c => c.GetParameters().Length)?.GetParameters() is not [{ Name: "Header" }, ..])
            yield return $"{type.Name} does not begin with its header";
        if (type.IsAssignableTo(typeof(IEvent)) && type.IsAssignableTo(typeof(ICommand)))
            yield return $"{type.Name} is an event and a command";
        foreach (var property in type.GetProperties().Where(p => p.SetMethod is { } set && !set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(System.Runtime.CompilerServices.IsExternalInit))))
            yield return $"{type.Name}.{property.Name} can be changed";
    }

    /// <summary>The message's type and the contract types inside it.</summary>
    private static IEnumerable<Type> Reachable(Type type)
    {
        var seen = new HashSet<Type>();
        var open = new Stack<Type>([type]);
        while (open.TryPop(out var next))
        {
            if (next.IsGenericType || next.IsArray)
            {
                foreach (var inner in next.IsArray ? [next.GetElementType()!] : next.GetGenericArguments())
                    open.Push(inner);
            }
            else if (next.Assembly == type.Assembly && !next.IsEnum && seen.Add(next))
            {
                foreach (var property in next.GetProperties())
                    open.Push(property.PropertyType);
            }
        }

        return seen;
    }

    /// <summary>Ids, counts, times and flags can't hold what their name speaks of; text can.</summary>
    private static bool Carries(Type type) => type == typeof(string) || type == typeof(object) || (type.IsGenericType && type.GetGenericArguments().Any(Carries));

    [GeneratedRegex("[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")]
    private static partial Regex Word();

    [GeneratedRegex(@"\.V\d+$")]
    private static partial Regex VersionedNamespace();
}
