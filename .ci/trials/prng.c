/* What wine 8 lacks of bcryptprimitives.dll: Go asks it for random bytes. Windows' older name for the same is wine's, too. */
typedef int BOOL;
typedef unsigned char BYTE;
typedef unsigned long ULONG;
typedef unsigned long long SIZE;

__declspec(dllimport) BYTE SystemFunction036(void *buffer, ULONG length);

__declspec(dllexport) BOOL ProcessPrng(BYTE *buffer, SIZE length) { return SystemFunction036(buffer, (ULONG)length); }
