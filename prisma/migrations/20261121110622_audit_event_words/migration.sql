-- CreateTable
CREATE TABLE "audit_event_words" (
    "sequence" BIGINT NOT NULL,
    "words" tsvector NOT NULL,

    CONSTRAINT "audit_event_words_pkey" PRIMARY KEY ("sequence")
);

-- CreateTable
CREATE TABLE "audit_indexings" (
    "organization_pk" BIGINT NOT NULL,
    "environment" "Environment" NOT NULL,
    "through_seal" INTEGER NOT NULL,
    "last_transaction" BIGINT NOT NULL,
    "last_sequence" BIGINT NOT NULL,

    CONSTRAINT "audit_indexings_pkey" PRIMARY KEY ("organization_pk","environment")
);

-- CreateIndex
CREATE INDEX "audit_event_words_words" ON "audit_event_words" USING GIN ("words");

-- The words are made behind the writes from now on: see audit_event_words.
DROP INDEX "audit_events_words";
