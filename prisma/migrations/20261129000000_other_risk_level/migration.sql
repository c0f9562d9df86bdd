-- Only a database that took the closed sets before this column was among them is without it.
ALTER TABLE "fraud_signals" ADD COLUMN IF NOT EXISTS "other_risk_level" TEXT;
