global using Azure.Data.Tables;
global using System.Globalization;
global using System.Security.Cryptography;
