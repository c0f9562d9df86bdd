-- AlterTable
ALTER TABLE "organizations" ADD COLUMN     "second_factor_roles" "Role"[] DEFAULT ARRAY[]::"Role"[];
