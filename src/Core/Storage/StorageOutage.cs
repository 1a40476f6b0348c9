using System.Net.Sockets;

namespace Eds.Core;

/// <summary>A change lost five races in a row; the caller may try again.</summary>
public sealed class ContentionException() : Exception("The change met other changes too often.");

public static class StorageOutage
{
    /// <summary>True if the table service cannot be reached, refuses the app, is overloaded or times out; false for a bug.</summary>
    public static bool Is(Exception e) => e switch
    {
        RequestFailedException { Status: 0 or 401 or 403 or 408 or 429 or >= 500 } => true,
        RequestFailedException failed when TableClientExtensions.IsTableMissing(failed) => true,
        AuthenticationFailedException => true,
        IOException => true, // a truncated response
        SocketException => true, // a connection lost during setup, which neither .NET nor the SDK wraps
        TimeoutException => true,
        AggregateException all => all.InnerExceptions.All(Is), // the failures of the SDK's retries
        OperationCanceledException => true, // an attempt that took too long
        _ => false,
    };
}
