using FluentValidation;
using FluentValidation.Results;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using System.Text.Json;

namespace Governance.ServiceDefaults.Errors;

public static class ValidationFilter
{
    /// <summary>Runs a FluentValidation validator on the endpoint's body before the handler; 400 with field names on failure.</summary>
    public static RouteHandlerBuilder Validate<TBody>(this RouteHandlerBuilder builder, IValidator<TBody> validator) =>
        builder.AddEndpointFilter(async (context, next) =>
        {
            var body = context.Arguments.OfType<TBody>().First();
            var result = await validator.ValidateAsync(body, context.HttpContext.RequestAborted);
            return result.IsValid
                ? await next(context)
                : ToProblem(result);
        });

    /// <summary>400 with the fields that are wrong.</summary>
    public static ProblemHttpResult ToProblem(ValidationResult result) => Problems.Validation(result.Errors
        .GroupBy(e => CamelCase(e.PropertyName))
        .ToDictionary(g => g.Key, g => g.Select(e => e.ErrorMessage).ToArray()));

    private static string CamelCase(string path) =>
        string.Join('.', path.Split('.').Select(JsonNamingPolicy.CamelCase.ConvertName));
}
