/** "3 hours", "12 minutes", "90 seconds". */
export function duration(milliseconds: number): string {
  const seconds = Math.round(Math.abs(milliseconds) / 1000);
  const [size, unit] =
    seconds >= 172_800
      ? [86_400, 'days']
      : seconds >= 7_200
        ? [3_600, 'hours']
        : seconds >= 120
          ? [60, 'minutes']
          : [1, 'seconds'];
  return `${Math.round(seconds / size)} ${unit}`;
}
