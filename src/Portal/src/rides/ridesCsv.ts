import type { Schemas } from "../api/api";
import { guarded } from "../exports/formulas";
import { amountText, millionths } from "./amounts";
import { latvianTime } from "./period";
import type { Ride } from "./rides";

export type RidesHead = readonly [
  startedAt: string, endedAt: string, driver: string, personalCode: string, numberPlate: string,
  distance: string, serviceFee: string, commission: string, paymentType: string,
  serialNumber: string, grandTotal: string, carrier: string, clientId: string, receivedAt: string, receipt: string,
];

type PaymentNames = Record<Schemas["PaymentType"], string>;

/** Times in Latvia and decimals with a comma, as a spreadsheet here reads them. */
export function rideCells(ride: Ride, payments: PaymentNames): RidesHead {
  return [
    latvianTime(ride.startedAt), latvianTime(ride.endedAt), guarded(ride.driver.name), ride.driver.personalCode, ride.numberPlate,
    decimal(ride.distance), decimal(ride.serviceFee), decimal(ride.commission), ride.paymentType ? payments[ride.paymentType] : "",
    guarded(ride.serialNumber ?? ""), decimal(ride.grandTotal), ride.carriersTaxpayerCode, ride.clientId,
    latvianTime(ride.receivedAt), ride.receipt,
  ];
}

const decimal = (amount: number | null): string => (amount === null ? "" : amountText(millionths(amount), 0, ","));
