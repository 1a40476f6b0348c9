using System.Text.Json;
using System.Xml;
using Microsoft.Net.Http.Headers;

namespace Eds.Functions;

/// <summary>Reads the body of a ride: JSON, XML or a form, as its Content-Type says.</summary>
internal static class CarriageBody
{
    private const string Root = "Carriage";

    private static readonly XmlReaderSettings Xml = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };

    /// <returns>Null, or why the body cannot be read at all: 400, 413 or 415.</returns>
    public static async ValueTask<IResult?> ReadAsync(HttpRequest request, CarriageFields fields, CancellationToken cancellation)
    {
        var type = MediaTypeHeaderValue.TryParse(request.ContentType, out var parsed) ? parsed.MediaType.Value : null;
        Func<ReadOnlyMemory<byte>, CarriageFields, IResult?>? read = type?.ToLowerInvariant() switch
        {
            "application/json" => ReadJson,
            "application/xml" or "text/xml" => ReadXml,
            "application/x-www-form-urlencoded" => ReadForm,
            _ => null,
        };
        if (read is null || RequestBody.IsEncoded(request))
        {
            return Problems.UnsupportedMediaType("application/json, application/xml or application/x-www-form-urlencoded");
        }

        return await RequestBody.ReadAsync(request, RequestBody.MaxTaxiBytes, cancellation) is { } bytes
            ? read(bytes, fields)
            : Problems.BodyTooLarge("8 KiB");
    }

    private static IResult? ReadJson(ReadOnlyMemory<byte> bytes, CarriageFields fields)
    {
        try
        {
            using var document = JsonDocument.Parse(RequestBody.WithoutByteOrderMark(bytes));
            if (document.RootElement.ValueKind is not JsonValueKind.Object)
            {
                return Problems.Invalid("", "wrong-type", "A JSON object is needed.");
            }

            foreach (var field in document.RootElement.EnumerateObject())
            {
                fields.Add(field.Name, field.Value.ValueKind switch
                {
                    JsonValueKind.Null => "",
                    JsonValueKind.Number when CarriageFields.IsAmount(field.Name) => field.Value.GetRawText(),
                    JsonValueKind.String when !CarriageFields.IsAmount(field.Name) => field.Value.GetString(),
                    _ => null,
                });
            }

            return null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) // the latter: a string that is not Unicode
        {
            return Problems.Invalid("", "malformed-json", "Not well-formed JSON.");
        }
    }

    private static IResult? ReadForm(ReadOnlyMemory<byte> bytes, CarriageFields fields)
    {
        if (FormFields.Read(bytes.Span) is not { } sent)
        {
            return Problems.Invalid("", "malformed-form", "The form is malformed.");
        }

        foreach (var (name, value) in sent)
        {
            fields.Add(name, value);
        }

        return null;
    }

    /// <summary>Elements with text under the root, and nothing else that XML has.</summary>
    private static IResult? ReadXml(ReadOnlyMemory<byte> bytes, CarriageFields fields)
    {
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(bytes.ToArray()), Xml);
            var value = "";
            while (reader.Read())
            {
                switch (reader.NodeType)
                {
                    case XmlNodeType.XmlDeclaration or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace:
                    case XmlNodeType.Element when reader is { Depth: 0, Name: Root } && IsPlain(reader):
                    case XmlNodeType.EndElement when reader.Depth == 0:
                        break;
                    case XmlNodeType.Element when reader.Depth == 1 && IsPlain(reader):
                        value = "";
                        if (reader.IsEmptyElement)
                        {
                            fields.Add(reader.Name, value);
                        }

                        break;
                    case XmlNodeType.Text when reader.Depth == 2:
                        value += reader.Value;
                        break;
                    case XmlNodeType.EndElement when reader.Depth == 1:
                        fields.Add(reader.Name, value);
                        break;
                    default:
                        return MalformedXml();
                }
            }

            return null;
        }
        catch (XmlException)
        {
            return MalformedXml();
        }
    }

    /// <summary>In no namespace and without attributes. Declarations of namespaces may stand there: some serializers always write them.</summary>
    private static bool IsPlain(XmlReader reader)
    {
        if (reader.NamespaceURI.Length > 0)
        {
            return false;
        }

        var isPlain = true;
        while (reader.MoveToNextAttribute())
        {
            isPlain &= reader.Prefix == "xmlns" || reader.Name == "xmlns";
        }

        reader.MoveToElement();
        return isPlain;
    }

    private static IResult MalformedXml() => Problems.Invalid(
        "", "malformed-xml", $"Not well-formed XML with the root {Root} and fields as elements with text, without DTD, attributes, CDATA and comments.");
}
