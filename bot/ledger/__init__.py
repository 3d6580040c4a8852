"""The rules of money: pure Python that knows no Discord, no SQL, no clock and no chance."""
