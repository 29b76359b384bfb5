"""The interface for people without an account: what would a payment cost?"""
