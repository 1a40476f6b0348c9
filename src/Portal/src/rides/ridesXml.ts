import { millionths, amountText } from "./amounts";
import { latvianInstant } from "./period";
import type { Ride } from "./rides";

/** Each ride in the words of the published description, in its order; what it does not have, the receipt and its time, as attributes. */
export const ridesXml = (rides: readonly Ride[]): string => rides.map(carriage).join("");

export const XML_START = '<?xml version="1.0" encoding="UTF-8"?>\n<Carriages>\n';
export const XML_END = "</Carriages>\n";

function carriage(ride: Ride): string {
  const fields: [name: string, value: string | null][] = [
    ["CarriersTaxpayerCode", ride.carriersTaxpayerCode],
    ["DriversPersonCode", ride.driver.personalCode],
    ["NumberPlate", ride.numberPlate],
    ["StartDateTime", latvianInstant(ride.startedAt)],
    ["EndDateTime", latvianInstant(ride.endedAt)],
    ["Distance", decimal(ride.distance)],
    ["ServiceFee", decimal(ride.serviceFee)],
    ["Commission", decimal(ride.commission)],
    ["PaymentType", ride.paymentType],
    ["SerialNumber", ride.serialNumber],
    ["GrandTotal", decimal(ride.grandTotal)],
  ];
  const lines = fields.flatMap(([name, value]) => (value === null ? [] : [`    <${name}>${escaped(value)}</${name}>\n`]));
  const start = `  <Carriage receipt="${escaped(ride.receipt)}" receivedAt="${latvianInstant(ride.receivedAt)}">\n`;
  return `${start}${lines.join("")}  </Carriage>\n`;
}

function decimal(amount: number | null): string | null {
  return amount === null ? null : amountText(millionths(amount), 0, ".");
}

function escaped(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
}
