global using System.Globalization;
global using System.Security.Cryptography;
global using Azure.Data.Tables;
